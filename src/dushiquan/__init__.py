"""dsq (都市圈): the ledger of a plan, at the terminal.

The rooms, from top to bottom; an import points down only:

- ``cli``: one file per command: parse, run, print.
- ``present``: how things look.
- ``exchange``: files in and out.
- ``store``: the only room that knows SQL.
- ``domain``: the rules, pure.
- ``errors``: what can go wrong, in a sentence and an exit code.
"""


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("dushiquan")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
