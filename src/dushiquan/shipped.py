"""The files that ship with the code: the 2011 plan and the migrations.

A wheel has them inside the package. A checkout, and so an editable install, has them at the top level.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def shipped(name: str) -> Path:
    """Return the path of a shipped file, such as ``data/projects_2011.yaml``."""
    inside = _PACKAGE / name
    return inside if inside.exists() else _CHECKOUT / name
