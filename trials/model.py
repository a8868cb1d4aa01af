"""Random commands against a second ledger, written from docs/rules.md: `python trials/model.py 20000 [seed]`.

Every fourth ledger is one that two replicas share. It prints the operations and the refusals by kind, or the
first disagreement with the shortest sequence.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.model_runs import DisagreementError, Office, Step, play, shorten, steps
from tests.model_share_runs import play_shared, shared_steps

LENGTH = 80
"""Operations on one ledger."""
SHARED = 4
"""One ledger of so many is shared."""


def main(total: int, seed: int) -> int:
    for name in [name for name in os.environ if name.startswith(("DSQ_", "XDG_"))]:
        del os.environ[name]
    began, done, told, refused = time.monotonic(), 0, Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ["HOME"] = name
        for run in count():
            if done >= total:
                break
            random = Random(f"{seed} {run}")
            make, run_all = (shared_steps, play_shared) if run % SHARED == SHARED - 1 else (steps, play)
            sequence = make(random, LENGTH)
            try:
                offices = run_all(home / str(run), sequence)
            except DisagreementError as error:
                print(f"run {run} of seed {seed}: {error}")
                print(shortest(home / f"{run}s", sequence, run_all, error))
                return 1
            for office in offices:
                told += office.told
                refused += office.refused
                done += sum(office.told.values())
    print(f"{done} operations, {time.monotonic() - began:.0f} s, no disagreement")
    for title, counted in (("operations", told), ("refusals", refused)):
        print(f"{title} ({counted.total()}):")
        for kind, number in counted.most_common():
            print(f"  {number:6} {kind}")
    return 0


def shortest(
    folder: Path,
    sequence: list[Step],
    run_all: Callable[[Path, Iterable[Step]], list[Office]],
    error: DisagreementError,
) -> str:
    tried = count()
    where = str(error).partition(":")[0].split()[0]

    def fails(shorter: list[Step]) -> bool:
        nonlocal error
        try:
            run_all(folder / str(next(tried)), shorter)
        except DisagreementError as other:
            if str(other).split(":")[0].split()[0] != where:
                return False
            error = other
            return True
        return False

    shorten(sequence, fails)
    return f"{error}\n" + "\n".join(error.__notes__)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
