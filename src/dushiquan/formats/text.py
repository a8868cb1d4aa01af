"""Text made harmless: what a plan or a user wrote must not steer the terminal it is shown on."""

_HARMFUL = [
    *(code for code in range(0x20) if code != 0x0A),
    *range(0x7F, 0xA0),
    *(0x200E, 0x200F, 0x061C),  # marks that turn the direction of what follows
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
]
_REPLACED = dict.fromkeys(_HARMFUL, "\ufffd")
_ESCAPED = {
    **{code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _HARMFUL},
    **{ord("\\"): "\\\\", ord("\t"): "\\t", ord("\n"): "\\n", ord("\r"): "\\r"},
}


def file_name(text: str) -> str:
    """The text as a part of a file's name: what a file system forbids replaced, and not too long."""
    return "".join("_" if char in '\\/:*?"<>|' or not char.isprintable() else char for char in text)[:60]


def harmless(text: str) -> str:
    """The text with control characters, escape sequences among them, replaced by � (line ends stay)."""
    return text if text.isprintable() else text.translate(_REPLACED)


def one_line(text: str) -> str:
    """The text on one line, nothing lost: tabs, line ends and control characters as \\t, \\n, \\x1b."""
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPED)
