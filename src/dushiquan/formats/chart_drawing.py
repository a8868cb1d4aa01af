"""Draw the charts and the timeline of a section as shapes, ``WIDTH`` wide: bars of progress, due days.

Nothing overlaps and nothing is cut off: a drawing grows downward with its content. Days too close to be told
apart are grouped by month, quarter or year.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len

from dushiquan.formats.document import Bar, Point, Tone
from dushiquan.formats.layout import fold
from dushiquan.formats.shapes import PAGE, Anchor, Box, Dot, Drawing, Path, Shape, Words, light_mark

WIDTH = PAGE
LINE = 18  # one line of text
_CELL = 7.7  # half a Chinese character of 14 units, with some room for wide Latin letters
_GAP = 8
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar in place: the lines of its name and text, its top and height, and where value and mark end."""

    names: Sequence[str]
    texts: Sequence[str]
    top: float
    height: float
    value: float
    mark: float | None
    behind: bool
    words: str

    @property
    def middle(self) -> float:
        """The vertical centre of the bar."""
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart, bars one below the other; ``left`` and ``right`` are 0 and 100 percent."""

    rows: Sequence[PlacedBar]
    left: float
    right: float
    height: float
    marked: bool


def chart(bars: Sequence[Bar]) -> Chart:
    """Lay out bars; names and texts take the width they need, up to a third of the drawing each."""
    left, names = _texts([bar.name for bar in bars])
    room, texts = _texts([bar.text for bar in bars])
    right = WIDTH - room
    scale = (right - left) / 100
    rows: list[PlacedBar] = []
    top = 0.0
    for bar, name, text in zip(bars, names, texts, strict=True):
        height = LINE * max(len(name), len(text), 1) + _GAP
        value = min(max(bar.value, 0), 100)
        mark = None if bar.mark is None else min(max(bar.mark, 0), 100)
        behind = mark is not None and value < mark
        rows.append(
            PlacedBar(
                name,
                text,
                top,
                height,
                left + value * scale,
                None if mark is None else left + mark * scale,
                behind,
                f"{bar.name}：{bar.text or f'{bar.value}%'}",
            )
        )
        top += height
    return Chart(rows, left, right, top, any(row.mark is not None for row in rows))


def draw_chart(title: str, bars: Sequence[Bar]) -> Drawing:
    """Draw bars, with a line where the progress should be, and a broken one for what is missing."""
    laid = chart(bars)
    shapes: list[Shape] = []
    for row in laid.rows:
        middle = row.middle
        shapes += _lines(row.names, laid.left - 10, middle, "end")
        shapes.append(Box(laid.left, middle - 7, laid.right - laid.left, 14, "track"))
        shapes.append(Box(laid.left, middle - 7, row.value - laid.left, 14, "value"))
        if row.mark is not None:
            if row.behind:
                shapes.append(Path([(row.value, middle), (row.mark, middle)], "behind"))
            shapes.append(Path([(row.mark, middle - 11), (row.mark, middle + 11)], "mark"))
        shapes += _lines(row.texts, laid.right + 10, middle, "start")
    return Drawing(title, "；".join(row.words for row in laid.rows), WIDTH, laid.height, shapes)


def _lines(texts: Sequence[str], x: float, middle: float, anchor: Anchor) -> list[Shape]:
    top = middle - LINE * (len(texts) - 1) / 2
    return [Words(x, top + LINE * number, text, anchor) for number, text in enumerate(texts)]


def _texts(texts: Sequence[str]) -> tuple[float, list[list[str]]]:
    """Return the width that a column of texts needs, and each text in lines that fit it."""
    most = int((WIDTH / 3 - 2 * _GAP) / _CELL)
    cells = min(max((cell_len(text) for text in texts), default=0), most)
    return cells * _CELL + 2 * _GAP, [fold(text, cells) if text else [] for text in texts]


@dataclass(frozen=True, slots=True)
class Flag:
    """The points of one day (or month …): the places of its days and of its flag, and a count by tone.

    ``root`` is the mean place of the days, where the flag's line begins.
    """

    label: Sequence[str]
    days: Sequence[float]
    root: float
    middle: float
    counts: Sequence[tuple[Tone, str]]
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline with its months, and the flags that hang from it."""

    ticks: Sequence[tuple[float, str]]
    flags: Sequence[Flag]
    left: float
    right: float
    width: float
    height: float


AXIS = 26  # the vertical place of the line, below the names of the months
FLAGS = AXIS + 40  # where the flags begin
_TONES: tuple[Tone, ...] = ("red", "yellow", "green", "")


def timeline(points: Sequence[Point]) -> Timeline:
    """Lay out points along full years, grouped by day if the flags then fit side by side."""
    days = [point.day for point in points]
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    years = last.year - first.year + 1
    for grouping in _GROUPINGS:
        groups: dict[date, list[Point]] = {}
        for point in sorted(points, key=lambda point: point.day):
            groups.setdefault(grouping(point.day)[0], []).append(point)
        labels = [_label(grouping(day)[1], day if years > 1 else None) for day in groups]
        counts = [_counts(group) for group in groups.values()]
        each = max(_flag_width(label, count) for label, count in zip(labels, counts, strict=True))
        if len(groups) * each <= WIDTH:
            break
    width = max(WIDTH, len(groups) * each)
    left, right = each / 2, width - each / 2

    def along(day: date) -> float:
        return left + (right - left) * (day - first).days / (last - first).days

    places = [[along(day) for day in sorted({p.day for p in group})] for group in groups.values()]
    roots = [sum(days) / len(days) for days in places]
    middles = _apart(roots, each, left, right)
    words = [
        f"{''.join(label)}：" + "、".join(point.name for point in group)
        for label, group in zip(labels, groups.values(), strict=True)
    ]
    flags = list(map(Flag, labels, places, roots, middles, counts, words))
    deepest = max(len(flag.label) + len(flag.counts) for flag in flags)
    return Timeline(_ticks(first, years, along), flags, left, right, width, FLAGS + deepest * LINE + _GAP)


def draw_timeline(title: str, points: Sequence[Point]) -> Drawing:
    """Draw a line through the years of some points, with a flag for the points of each day (or month …)."""
    laid = timeline(points)
    shapes: list[Shape] = [Path([(laid.left, AXIS), (laid.right, AXIS)], "axis")]
    for x, name in laid.ticks:
        shapes.append(Path([(x, AXIS - 16), (x, AXIS)], "axis"))
        shapes.append(Words(x + 4, AXIS - 11, name, size=12, look="pale"))
    for flag in laid.flags:
        way = [
            (flag.root, AXIS),
            (flag.root, AXIS + 12),
            (flag.middle, FLAGS - 12),
            (flag.middle, FLAGS - 4),
        ]
        shapes.append(Path(way, "leader"))
        shapes += [Dot(day, AXIS, 3.5, "day") for day in flag.days]
        for number, text in enumerate(flag.label):
            shapes.append(Words(flag.middle, FLAGS + 6 + LINE * number, text, "middle", look="strong"))
        for number, (tone, text) in enumerate(flag.counts, len(flag.label)):
            y = FLAGS + 6 + LINE * number
            shapes += [light_mark(tone, flag.middle - 18, y), Words(flag.middle - 8, y, text)]
    return Drawing(title, described(laid), laid.width, laid.height, shapes)


def _label(name: str, year: date | None) -> list[str]:
    return [f"{year.year}年", *([name] if name else [])] if year else [name]


def _counts(group: Sequence[Point]) -> list[tuple[Tone, str]]:
    """Count the points of each tone, in words that need no colour."""
    found = [(tone, [point.word for point in group if point.tone == tone]) for tone in _TONES]
    return [(tone, f"{words[0]}{len(words)}") for tone, words in found if words]


def _flag_width(label: Sequence[str], counts: Sequence[tuple[Tone, str]]) -> float:
    mark = 2 * _CELL
    texts = [cell_len(line) * _CELL for line in label] + [mark + cell_len(t) * _CELL for _, t in counts]
    return max(texts) + _GAP - 2


def _apart(wanted: Sequence[float], each: float, left: float, right: float) -> list[float]:
    """Return places in order, at least ``each`` apart, between left and right, near the wanted ones."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + each if places else left))
    limit = right
    for position in reversed(range(len(places))):
        places[position] = min(places[position], limit)
        limit = places[position] - each
    return places


def _ticks(first: date, years: int, along: Callable[[date], float]) -> list[tuple[float, str]]:
    """Return where months (or quarters, or years) begin; a January is labelled with its year."""
    step = next((step for step in (1, 3, 6, 12) if 12 * years / step <= 12), 12 * -(-years // 12))
    months = range(0, 12 * years, step)
    days = [date(first.year + month // 12, month % 12 + 1, 1) for month in months]
    return [(along(day), f"{day.year}年" if day.month == 1 else f"{day.month}月") for day in days]


def _by_day(day: date) -> tuple[date, str]:
    return day, f"{day.month}月{day.day}日"


def _by_month(day: date) -> tuple[date, str]:
    return day.replace(day=1), f"{day.month}月"


def _by_quarter(day: date) -> tuple[date, str]:
    quarter = (day.month - 1) // 3
    return day.replace(month=3 * quarter + 1, day=1), f"{_QUARTERS[quarter]}季度"


def _by_year(day: date) -> tuple[date, str]:
    return day.replace(month=1, day=1), ""


_GROUPINGS: tuple[Callable[[date], tuple[date, str]], ...] = (_by_day, _by_month, _by_quarter, _by_year)


def described(drawn: Timeline) -> str:
    """Describe the timeline in words, for those who do not see it."""
    return "；".join(flag.words for flag in drawn.flags)
