"""The command line: one file per command, each of which parses, runs and prints."""

import gc
import os


def main() -> None:
    """The entry point of ``dsq``.

    A command runs for a tenth of a second. Collecting garbage during its imports and tearing the interpreter
    down at the end would take a fifth of that, so it does neither. All output is flushed before it exits, and
    no work is left to ``atexit``. Ctrl-C ends it quietly, from the first import to the last line.
    """
    try:
        gc.disable()
        from dushiquan.cli.app import run

        os._exit(run())
    except BaseException as error:
        # Python 3.11 raises another error if Ctrl-C arrives while a class is being created.
        if isinstance(error, KeyboardInterrupt) or isinstance(error.__cause__, KeyboardInterrupt):
            os._exit(130)
        raise
