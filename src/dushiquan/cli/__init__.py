"""The command line: one file per command, each of which parses, runs and prints."""

import gc
import os


def main() -> None:
    """The entry point of ``dsq``.

    A command lives for a tenth of a second. Collecting garbage while its modules are imported, and taking
    the interpreter apart at the end, would be a fifth of that: it does neither. All output is flushed
    before it leaves, and no work is left to ``atexit``. Ctrl-C ends it quietly from the first import to
    the last line.
    """
    try:
        gc.disable()
        from dushiquan.cli.app import run

        os._exit(run())
    except BaseException as error:
        # Python 3.11 makes another error of a Ctrl-C that comes while a class is made.
        if isinstance(error, KeyboardInterrupt) or isinstance(error.__cause__, KeyboardInterrupt):
            os._exit(130)
        raise
