"""dsq (都市圈): the ledger of a plan, at the terminal.

The rooms, from top to bottom; an import points down only, and a room does not know its neighbours:

- ``cli``: one file per command: parse, run, print.
- ``office``: what an office does with its ledger.
- ``sources``: files that bring facts in. ``papers``: what is said. ``store``: the only room that knows SQL.
- ``phrases``: official words.
- ``formats``: bytes and terminals, knowing no plan. ``domain``: the rules, knowing no file.
- ``errors``: what can go wrong, in a sentence and an exit code.
"""


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("dushiquan")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
