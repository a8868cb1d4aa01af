"""The files that ship beside the code: the 2011 plan and the migrations.

A wheel carries them inside the package; in a checkout, and so in an editable install, they stand at the
top level.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def shipped(name: str) -> Path:
    """Where a shipped file lies, such as ``data/projects_2011.yaml``."""
    inside = _PACKAGE / name
    return inside if inside.exists() else _CHECKOUT / name
