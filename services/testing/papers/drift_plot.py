"""The picture of one instrument: errors over the years, with zero and the band of the limit from −100 to +100 %."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.testing.domain.statistics.drift import Seen
from services.testing.domain.verdict.result import Line
from services.testing.papers import rows
from services.testing.papers.svg import GREY, INK, PALE, PAPER, Drawing, fitted

WIDTH, LEFT, RIGHT, HEIGHT = rows.WIDTH, 42, 238, 180
LETTER = 10
NAMED = 4  # series that are told apart; the others are drawn thin
DASHES = (None, "6 3", "2 2", "8 3 2 3")
COLOURS = (INK, "#174a7c", "#a3420f", "#4d4d4d")
BREAKS = {"adjusted": "J", "repaired": "P"}
STEPS = (150, 200, 300, 500, 1000, 2000, 5000, 10000)
TITLE = Line("Hanyutan kesalahan", "Drift of errors")
AXIS = Line("Kesalahan, % dari BKD terakhir", "Error, % of the latest limit")
KEY = Line(
    "Bidang abu-abu: dalam BKD; × = tidak memenuhi BKD hari uji; J = disetel, P = diperbaiki sebelum uji.",
    "Grey: within the limit; × = beyond the limit of that day; J = adjusted, P = repaired before the test.",
)
HUNDRED = Decimal(100)
Series = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """Where days and shares lie in the picture."""

    top: Decimal
    end: int
    first: date
    last: date

    def x(self, day: date) -> Decimal:
        days = (self.last - self.first).days
        inset = RIGHT - LEFT - 24
        return LEFT + 12 + (Decimal((day - self.first).days) * inset / days if days else Decimal(inset) / 2)

    def y(self, percent: Decimal) -> Decimal:
        held = max(min(percent, Decimal(self.end)), Decimal(-self.end))
        return self.top + (self.end - held) * HEIGHT / (2 * self.end)


def drift_plot(found: Mapping[str, Any], series: Sequence[Series], what: Line, about: str) -> bytes:
    """The picture of one quantity; `series` are its points, of which those nearest to their limit are named."""
    ranked = sorted(series, key=lambda one: -abs(one["rows"][-1].of_latest))
    named, others = ranked[:NAMED], ranked[NAMED:]
    notes = [*found["statements"], *_unnamed(others), KEY, *found["notes"]]
    title = f"{TITLE.id}: {what.id} / {TITLE.en}: {what.en}"
    told = "\n".join([f"{TITLE.id}, {what.id}. {about}", *map(_said, series), *(note.id for note in notes)])
    drawing = Drawing(WIDTH, title, told)
    rows.head(drawing, Line(*(f"{head}: {of}" for head, of in ((TITLE.id, what.id), (TITLE.en, what.en)))), about)
    _legendary(drawing)
    field = _field(drawing.down, series)
    _ground(drawing, field)
    if series:
        _days(drawing, field, series)
        _breaks(drawing, field, found["instrument"]["verifications"])
    else:
        drawing.words((LEFT + RIGHT) // 2, field.y(Decimal(50)), "tidak ada data / no data", 10, text_anchor="middle")
    _curves(drawing, field, named, others)
    _names(drawing, field, named)
    drawing.down = field.top + HEIGHT + 18
    rows.said(drawing, notes)
    return drawing.content()


def _curves(drawing: Drawing, field: Field, named: Sequence[Series], others: Sequence[Series]) -> None:
    """Those without a name in grey, below the others."""
    for one in others:
        _curve(drawing, field, one["rows"], {"stroke": "#a6a6a6", "stroke_width": 1, "r": "1.5"})
    for number, one in enumerate(named):
        look = {"stroke": COLOURS[number], "stroke_width": 2, "stroke_dasharray": DASHES[number], "r": "2.5"}
        _curve(drawing, field, one["rows"], look)


def _field(top: Decimal, series: Sequence[Series]) -> Field:
    seen = [row for one in series for row in one["rows"]]
    most = max((abs(row.of_latest) * HUNDRED for row in seen), default=HUNDRED)
    days = [row.tested_on for row in seen] or [date.min]
    return Field(top, next((step for step in STEPS if step >= most), int(most) + 1), min(days), max(days))


def _legendary(drawing: Drawing) -> None:
    drawing.down += 8
    drawing.words(rows.EDGE, drawing.down, AXIS.id, 10)
    drawing.down += 11
    drawing.words(rows.EDGE, drawing.down, AXIS.en, 9, fill=GREY, font_style="italic")
    drawing.down += 26


def _ground(drawing: Drawing, field: Field) -> None:
    """The band of the limit, zero, and the ends of the axis."""
    high, low = field.y(HUNDRED), field.y(-HUNDRED)
    drawing.shape("rect", x=LEFT, y=high, width=RIGHT - LEFT, height=low - high, fill="#eeeeee")
    for percent in sorted({-field.end, -100, 0, 100, field.end}):
        y = field.y(Decimal(percent))
        look = {100: {"stroke_width": "1.5", "stroke_dasharray": "4 2"}, 0: {"stroke_width": 1}}.get(abs(percent))
        drawing.line(LEFT, y, RIGHT, y, **(look or {"stroke": PALE}))
        drawing.words(LEFT - 4, y + 3, f"{percent:+d}".replace("-", "−") if percent else "0", 9, text_anchor="end")
    drawing.line(LEFT, field.top, LEFT, field.top + HEIGHT)


def _days(drawing: Drawing, field: Field, series: Sequence[Series]) -> None:
    """Months under the axis, as far as there is room."""
    free = Decimal(RIGHT + 40)
    for day in sorted({row.tested_on for one in series for row in one["rows"]}, reverse=True):
        x = field.x(day)
        drawing.line(x, field.top + HEIGHT, x, field.top + HEIGHT + 3)
        if x <= free - 38:
            drawing.words(x, field.top + HEIGHT + 13, f"{day:%m/%Y}", 9, text_anchor="middle")
            free = x


def _breaks(drawing: Drawing, field: Field, verifications: Sequence[Mapping[str, Any]]) -> None:
    """A line where an adjustment or a repair began a new stretch."""
    broken = {one["tested_on"]: one["broken_by"] for one in verifications if one["broken_by"]}
    before, raised = Decimal(-RIGHT), False
    for day in sorted(day for day in broken if field.first <= day <= field.last):
        x = field.x(day)
        before, raised = x, x - before < LETTER and not raised  # two letters side by side would cover each other
        drawing.line(x, field.top - 2, x, field.top + HEIGHT, stroke=GREY, stroke_dasharray="2 2")
        drawing.words(x, field.top - (14 if raised else 4), BREAKS[broken[day]], 9, text_anchor="middle")


def _curve(drawing: Drawing, field: Field, seen: Sequence[Seen], look: Mapping[str, Any]) -> None:
    """Lines between verifications, none across a break, and a mark on each."""
    r = look["r"]
    line = {name: value for name, value in look.items() if name != "r"}
    places = [(field.x(row.tested_on), field.y(row.of_latest * HUNDRED)) for row in seen]
    for before, after, earlier, later in zip(places, places[1:], seen, seen[1:], strict=False):
        if earlier.stretch == later.stretch:
            drawing.line(*before, *after, **line)
    for (x, y), row in zip(places, seen, strict=True):
        if row.verdict == "failed":
            for slant in (4, -4):
                drawing.line(x - 4, y - slant, x + 4, y + slant, stroke=look["stroke"], stroke_width=2)
        else:
            drawing.shape("circle", cx=x, cy=y, r=r, fill=look["stroke"], stroke=PAPER, stroke_width="0.5")


def _names(drawing: Drawing, field: Field, named: Sequence[Series]) -> None:
    """Names on the right at the height where the series end, moved apart where they would cover each other."""
    ends = sorted((field.y(one["rows"][-1].of_latest * HUNDRED), number) for number, one in enumerate(named))
    below = field.top + 8
    for place, (y, number) in enumerate(ends):
        room = field.top + HEIGHT - 24 * (len(ends) - 1 - place) - 12
        y_name = min(max(y, below), room)
        one, colour = named[number], COLOURS[number]
        drawing.line(
            RIGHT + 3, y_name, RIGHT + 19, y_name, stroke=colour, stroke_width=2, stroke_dasharray=DASHES[number]
        )
        drawing.words(RIGHT + 22, y_name + 3, fitted(_name(one), WIDTH - RIGHT - 24, 9), 9, fill=colour)
        drawing.words(RIGHT + 22, y_name + 13, _percent(one["rows"][-1]), 9, fill=colour)
        below = y_name + 24


def _name(one: Series) -> str:
    return one["point"].id or one["name"].id


def _percent(seen: Seen) -> str:
    percent = (seen.of_latest * HUNDRED).quantize(Decimal("0.1"))
    return f"{percent:+} %".replace(".", ",").replace("-", "−")


def _unnamed(others: Sequence[Series]) -> Iterable[Line]:
    if others:
        said = "{} titik lain digambar tipis tanpa nama.", "{} other points are drawn thin and without a name."
        yield Line(*(words.format(len(others)) for words in said))


def _said(one: Series) -> str:
    days = "; ".join(
        f"{row.tested_on:%Y-%m-%d} {_percent(row)}"
        + (f" ({BREAKS[row.broken_by]})" if row.broken_by else "")
        + (" tidak memenuhi" if row.verdict == "failed" else "")
        for row in one["rows"]
    )
    return f"{_name(one)}: {days}."
