"""A picture of rows: a name on the left, something drawn along an axis, counts on the right, notes below."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.testing.domain.verdict.result import Line
from services.testing.papers.svg import GREY, INK, PALE, Drawing, fitted, wrapped

WIDTH, LEFT, RIGHT, EDGE = 340, 106, 246, 8
STEPS = (5, 10, 20, 50, 100, 150, 200, 300, 500, 1000, 2000, 5000)  # ends of an axis in percent


@dataclass(frozen=True)
class Row:
    """One row; `draw` puts something between the height given and the next row."""

    name: Line
    counts: Sequence[str]
    draw: Callable[[Drawing, Decimal], None]


@dataclass(frozen=True)
class Scale:
    """Percent along the axis, from zero to `end`."""

    end: int

    def place(self, percent: Decimal) -> Decimal:
        return LEFT + (RIGHT - LEFT) * min(percent, Decimal(self.end)) / self.end

    @property
    def ticks(self) -> Iterable[Decimal]:
        return (Decimal(self.end) * part / 4 for part in range(5)) if self.end % 4 == 0 else self._fifths

    @property
    def _fifths(self) -> Iterable[Decimal]:
        return (Decimal(self.end) * part / 5 for part in range(6))


def scale(values: Iterable[Decimal | None], least: int) -> Scale:
    """An axis from zero that holds all values, and at least `least` percent."""
    most = max((value for value in values if value is not None), default=Decimal(0))
    return Scale(next((step for step in STEPS if step >= max(most, least)), 10 * (int(most) // 10 + 1)))


def head(drawing: Drawing, title: Line, about: str) -> None:
    """What the picture shows, Indonesian first, and what it was asked for."""
    drawing.down = Decimal(6)
    drawing.paragraph(EDGE, title.id, 13, font_weight="bold")
    drawing.paragraph(EDGE, title.en, 10, fill=GREY, font_style="italic")
    if about:
        drawing.paragraph(EDGE, about, 10)
    drawing.down += 8


def table(drawing: Drawing, rows: Sequence[Row], axis: Scale, height: int) -> None:
    """The rows with the axis under them; no row is a row that says so."""
    top = drawing.down
    bottom = top + height * max(1, len(rows))
    for tick in axis.ticks:
        x = axis.place(tick)
        drawing.line(x, top, x, bottom + 3, stroke=PALE if tick else INK)
        drawing.words(x, bottom + 13, f"{tick.normalize():f}".replace(".", ","), 9, text_anchor="middle")
    for number, row in enumerate(rows):
        _row(drawing, row, top + height * number, height)
    if not rows:
        drawing.words((LEFT + RIGHT) // 2, top + height // 2 + 3, "tidak ada data / no data", 10, text_anchor="middle")
    drawing.line(LEFT, bottom, RIGHT, bottom)
    drawing.down = bottom + 16


def _row(drawing: Drawing, row: Row, y: Decimal, height: int) -> None:
    first, *rest = wrapped(row.name.id, LEFT - EDGE - 6, 10)
    lines = [first, *([fitted(" ".join(rest), LEFT - EDGE - 6, 10)] if rest else [])]
    middle = y + Decimal(height) / 2
    for number, line in enumerate(lines):
        drawing.words(LEFT - 5, middle + 4 - 6 * (len(lines) - 1) + 12 * number, line, 10, text_anchor="end")
    row.draw(drawing, y)
    for number, words in enumerate(row.counts):
        x, context = RIGHT + 6, WIDTH - RIGHT - 6 - 2
        drawing.words(x, middle + 4 - 6 * (len(row.counts) - 1) + 12 * number, fitted(words, context, 9), 9)


def under(drawing: Drawing, axis: Line, notes: Iterable[Line]) -> None:
    """What the axis measures, and what has to be known beside the picture."""
    drawing.down += 10
    drawing.words((LEFT + RIGHT) // 2, drawing.down, axis.id, 10, text_anchor="middle")
    drawing.down += 11
    drawing.words((LEFT + RIGHT) // 2, drawing.down, axis.en, 9, text_anchor="middle", fill=GREY, font_style="italic")
    drawing.down += 6
    said(drawing, notes)


def said(drawing: Drawing, notes: Iterable[Line]) -> None:
    for note in notes:
        drawing.paragraph(EDGE, note.id, 9)
        drawing.paragraph(EDGE, note.en, 9, fill=GREY, font_style="italic")
        drawing.down += 2


def percent(value: Any) -> str:
    return "–" if value is None else f"{value}".replace(".", ",") + " %"
