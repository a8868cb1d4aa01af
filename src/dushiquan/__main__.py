"""``python -m dushiquan`` is ``dsq``."""

from dushiquan.cli import main

main()
