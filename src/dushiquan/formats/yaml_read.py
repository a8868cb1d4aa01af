"""Read a plan file in YAML, as text with line numbers; ``plan_fields`` interprets the fields.

Everything is read as text: ``007`` stays "007", ``no`` stays "no", and a day is not parsed. A duplicate key
is a problem; YAML would let the last one win. The tree is built from the parser's events, without
recursion: PyYAML's own composer, in C, crashes on a file of 50,000 brackets.
"""

from collections.abc import Iterable
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

import yaml

from dushiquan.formats.files import Track, read_bytes, untracked, unusable
from dushiquan.formats.tree import Node

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_PIECE = 2**16
"""Bytes that are read of a file between two steps of the progress bar."""

_DEEPEST = 20
"""Levels of lists and fields; a plan has six. 50,000 take the parser alone five seconds."""

_TOO_DEEP = "层次过深，不像计划文件；请检查方括号和花括号。"


class Repeated(NamedTuple):
    """A duplicate field; YAML would let the last one win."""

    line: int
    name: str


class _Pieces:
    """A text as a file that is read in chunks."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)

    def read(self, size: int = -1, /) -> bytes:
        """Return the next chunk, or ""; the parser accepts more than it asked for."""
        return next(self._pieces, b"")


def read_yaml(path: Path, track: Track = untracked) -> tuple[Node, list[Repeated]]:
    """Read a YAML file as a tree, with its duplicate fields.

    Raise ``UnusableFileError`` if it cannot be read as YAML at all.
    """
    repeated: list[Repeated] = []
    try:
        text = read_bytes(path).decode("utf-8-sig").encode()
        pieces = (text[at : at + _PIECE] for at in track(range(0, len(text), _PIECE), "读文件"))
        return _tree(path, yaml.parse(_Pieces(pieces), Loader=_Loader), repeated), repeated
    except UnicodeDecodeError as error:
        raise unusable(path, f"不是 UTF-8 文字（第{error.start}字节）；请另存为 UTF-8 编码。") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        if "nesting depth" in (error.problem or ""):  # newer parsers look ahead, and count before we do
            raise unusable(path, _TOO_DEEP, line) from error
        message = f"不合 YAML 格式（{error.problem}）；请检查缩进、冒号和引号。"
        raise unusable(path, message, line) from error
    except yaml.YAMLError as error:
        raise unusable(path, "含有 YAML 不允许的字符；请检查文件。") from error


def _tree(path: Path, events: Iterable[Any], repeated: list[Repeated]) -> Node:
    root: Node | None = None
    within: list[Node] = []
    keys: list[str | None] = []  # of each of ``within``, the field whose value comes next
    for event in events:
        line = event.start_mark.line + 1
        if getattr(event, "anchor", None):  # a reference (*name) could hold itself
            raise unusable(path, "不能用引用（& 和 *）；请写出内容。", line)
        if isinstance(event, yaml.CollectionEndEvent):
            within.pop()
            keys.pop()
            continue
        if isinstance(event, yaml.ScalarEvent):
            node = Node(event.value.strip(), line)
        elif isinstance(event, yaml.CollectionStartEvent):
            node = Node([] if isinstance(event, yaml.SequenceStartEvent) else {}, line)
        else:
            continue
        if not within:
            if root is not None:
                raise unusable(path, "一个文件只能写一个计划；请去掉 ---。", line)
            root = node
        elif isinstance(within[-1].value, list):
            within[-1].value.append(node)
        elif keys[-1] is not None:
            within[-1].fields()[keys[-1]] = node
            keys[-1] = None
        elif isinstance(node.value, str):
            keys[-1] = intern(node.value)
            if node.value in within[-1].fields():
                repeated.append(Repeated(line, node.value))
            continue
        else:
            raise unusable(path, "字段的名称应是文字；请检查方括号和花括号。", line)
        if not isinstance(node.value, str):
            within.append(node)
            keys.append(None)
            if len(within) > _DEEPEST:
                raise unusable(path, _TOO_DEEP, line)
    return root or Node({}, 1)
