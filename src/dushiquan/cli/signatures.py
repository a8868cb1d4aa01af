"""Options that a command gets from elsewhere than its own parameters."""

from collections.abc import Callable, Iterable
from inspect import Parameter, Signature
from typing import Any


def option(name: str, annotation: Any, default: object) -> Parameter:
    """Return an option for a command."""
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def with_parameters(command: Callable[..., None], parameters: Iterable[Parameter]) -> Callable[..., None]:
    """Give a command the parameters by which Typer makes its options, whatever its own are."""
    shown = list(parameters)
    command.__signature__ = Signature(shown)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in shown}
    return command
