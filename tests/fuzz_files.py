"""The malformed files of benchmarks/fuzz_files.py, for tests."""

import importlib.util
from pathlib import Path

_PATH = Path(__file__).parents[1] / "benchmarks" / "fuzz_files.py"
_spec = importlib.util.spec_from_file_location("fuzz_files", _PATH)
assert _spec is not None
assert _spec.loader is not None
fuzz_files = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(fuzz_files)
