"""The command line: one file per command, each of which parses, runs and prints."""


def main() -> None:
    """The entry point of ``dsq``.

    A command lives for a tenth of a second. Collecting garbage while its modules are imported, and taking
    the interpreter apart at the end, would be a fifth of that: it does neither. All output is flushed
    before it leaves, and no work is left to ``atexit``.
    """
    import gc
    import os

    gc.disable()
    try:
        from dushiquan.cli.app import run

        code = run()
    except KeyboardInterrupt:
        code = 130
    os._exit(code)
