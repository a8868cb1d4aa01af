"""The year of benchmarks/year.py, for tests."""

import importlib.util
from pathlib import Path

_PATH = Path(__file__).parents[1] / "benchmarks" / "year.py"
_spec = importlib.util.spec_from_file_location("year", _PATH)
assert _spec is not None
assert _spec.loader is not None
year = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(year)
