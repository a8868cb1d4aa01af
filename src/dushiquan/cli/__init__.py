"""The command line: one file per command, which parses the arguments, calls the office and prints."""

import gc
import os


def main() -> None:
    """Run ``dsq`` and exit the process.

    A command takes about a tenth of a second. Garbage collection during its imports and the shutdown of the
    interpreter would take a fifth of that, so both are skipped. All output is flushed before the exit, and
    nothing is left to ``atexit``. Ctrl-C exits quietly with code 130 at any time, even during the imports.
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
