"""A segment: what one replica of a shared ledger sends at once, as lines of JSON.

The first line says whose it is, its number, and which segments of the others its writer had seen: only what
changed since its last segment. Each further line is an event, a form that was sent, or what was taken of one.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dushiquan.errors import BadInputError

FORMAT = 1
"""The version of the format; a higher one waits for a newer program."""

Line = Mapping[str, Any]

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Segment(NamedTuple):
    """One segment; ``ledger`` is the id of the ledger, ``made_at`` the moment when it was made."""

    replica: str
    name: str
    number: int
    seen: Mapping[str, int]
    ledger: str
    made_at: str
    version: str
    lines: Sequence[Line]


def is_replica_id(text: str) -> bool:
    """Tell whether a text can be the id of a replica: it becomes a branch and a part of file names."""
    return len(text) <= 60 and _ID.fullmatch(text) is not None


def segment_path(number: int) -> str:
    """Return where a segment stands in its branch; no folder has more than a thousand files."""
    return f"events/{number // 1000:03}/{number:06}.jsonl"


def encode(segment: Segment) -> bytes:
    """Return a segment as it is sent."""
    head = {"dsq": FORMAT, **segment._asdict()}
    lines = head.pop("lines")
    return b"".join(f"{plain_line(line)}\n".encode() for line in (head, *lines))


def plain_line(line: Line) -> str:
    """Return a line as JSON."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def decode_head(content: bytes, where: str) -> Segment:
    """Read the first line of a segment, which says all but its lines.

    Raise ``BadInputError`` if it cannot be read, naming ``where`` it was.
    """
    try:
        head = json.loads(content.partition(b"\n")[0])
        if head["dsq"] != FORMAT:
            raise BadInputError(f"{where} 由更新版本的 dsq 写成；请升级 dsq。")
        segment = Segment(lines=(), **{name: head[name] for name in Segment._fields if name != "lines"})
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise _unreadable(where) from error
    if not _is_sound(segment):
        raise _unreadable(where)
    return segment


def decode(content: bytes, where: str) -> Segment:
    """Read a segment; raise ``BadInputError`` if it cannot be read, naming ``where`` it was."""
    segment = decode_head(content, where)
    try:
        lines = list(map(json.loads, content.decode().rstrip("\n").split("\n")[1:]))
    except (ValueError, RecursionError) as error:
        raise _unreadable(where) from error
    if not all(isinstance(line, dict) for line in lines):
        raise _unreadable(where)
    return segment._replace(lines=lines)


def _unreadable(where: str) -> BadInputError:
    return BadInputError(f"{where} 读不出，未收；请让送出的单位重新送。")


def _is_sound(segment: Segment) -> bool:
    texts = (segment.replica, segment.name, segment.ledger, segment.made_at, segment.version)
    seen = segment.seen
    return (
        all(isinstance(text, str) for text in texts)
        and is_replica_id(segment.replica)
        and isinstance(segment.number, int)
        and isinstance(seen, dict)
        and all(is_replica_id(replica) and isinstance(number, int) for replica, number in seen.items())
    )
