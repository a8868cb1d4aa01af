"""Random commands against the model: see `trials/model.py` for long runs."""

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.model_runs import play, steps
from tests.model_share_runs import play_shared, shared_steps


@pytest.mark.parametrize("seed", range(3))
def test_the_ledger_says_what_the_model_says(tmp_path: Path, seed: int) -> None:
    play(tmp_path, steps(Random(seed), 60))


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_two_replicas_say_what_the_model_says(tmp_path: Path) -> None:
    play_shared(tmp_path / "x", shared_steps(Random(5), 35))
