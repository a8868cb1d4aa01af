"""Random commands against the model: see `trials/model.py` for long runs."""

from pathlib import Path
from random import Random

import pytest

from tests.model_runs import play, steps


@pytest.mark.parametrize("seed", range(4))
def test_the_ledger_says_what_the_model_says(tmp_path: Path, seed: int) -> None:
    play(tmp_path, steps(Random(seed), 60))
