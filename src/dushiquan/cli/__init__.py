"""The command line: one file per command, each of which parses, runs and prints."""


def main() -> None:
    """The entry point of ``dsq``."""
    from dushiquan.cli.app import run

    run()
