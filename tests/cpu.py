"""How long something takes, whatever else the machine does."""

import time
from collections.abc import Callable


def cpu_seconds(call: Callable[[], object]) -> float:
    """The processor time of a call; unlike the clock's, a busy machine hardly adds to it."""
    began = time.process_time()
    call()
    return time.process_time() - began
