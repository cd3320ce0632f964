"""The picture of a brand: per year after the first verification a box over its instruments, with the limit at 100 %."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.testing.domain.verdict.result import Line
from services.testing.papers import rows
from services.testing.papers.svg import DARK, INK, LIGHT, PAPER, Drawing

HEIGHT = 26
TITLE = Line("Sebaran kesalahan: {}", "Spread of errors: {}")
AXIS = Line("Kesalahan terbesar, % dari BKD hari uji", "Largest error, % of the limit of that day")
KEY = Line(
    "Kotak: separuh pengujian di tengah; garis tebal: median; garis tipis: terkecil–terbesar; J: disetel dahulu.",
    "Box: the middle half of the tests; thick: median; thin: least to largest; J: adjusted before the test.",
)
HUNDRED = Decimal(100)


def spread_plot(found: Mapping[str, Any], classes: Sequence[Mapping[str, Any]], what: Line, about: str) -> bytes:
    """The picture of one quantity; `classes` are its rows by verification and years, `found` the whole answer."""
    subject = " ".join(part for part in (found["brand"]["brand"], found["brand"]["model"]) if part)
    title = Line(TITLE.id.format(subject), TITLE.en.format(subject))
    about = f"{what.id} / {what.en}{about}"
    notes = [*found["statements"], KEY, *found["notes"]]
    told = "\n".join([f"{title.id}. {about}.", *(_said(one) for one in classes), *(note.id for note in notes)])
    drawing = Drawing(rows.WIDTH, f"{title.id} / {title.en}", told)
    axis = rows.scale((one["largest"] * HUNDRED for one in classes), 150)
    rows.head(drawing, title, about)
    top = drawing.down
    rows.table(drawing, [_row(one, axis) for one in classes], axis, HEIGHT)
    limit = axis.place(HUNDRED)
    drawing.line(limit, top - 3, limit, drawing.down - 16, stroke_dasharray="4 2", stroke_width="1.5")
    drawing.words(limit, top - 5, "BKD", 9, text_anchor="middle")
    rows.under(drawing, AXIS, notes)
    return drawing.content()


def _name(one: Mapping[str, Any]) -> Line:
    years, act = one["years"], one["act"]
    return Line(f"{years} tahun, {act.id}", f"{years} years, {act.en}")


def _said(one: Mapping[str, Any]) -> str:
    parts = ", ".join(
        f"{name} {rows.percent((one[key] * HUNDRED).quantize(Decimal('0.1')))}"
        for name, key in (("terkecil", "least"), ("kuartil", "lower"), ("median", "median"), ("kuartil", "upper"))
    )
    most = rows.percent((one["largest"] * HUNDRED).quantize(Decimal("0.1")))
    few = " (sedikit)" if one["few"] else ""
    return (
        f"{_name(one).id}: {one['examinations']} pengujian, {one['instruments']} alat{few}; {parts}, terbesar {most}."
    )


def _row(one: Mapping[str, Any], axis: rows.Scale) -> rows.Row:
    star, adjusted = " *" if one["few"] else "", f"{one['adjusted']} J" if one["adjusted"] else ""
    counts = [f"{one['instruments']} alat{star}"] + ([adjusted] if adjusted else [])
    least, lower, median, upper, most = (
        axis.place(one[name] * HUNDRED) for name in ("least", "lower", "median", "upper", "largest")
    )
    colour = LIGHT if one["verification"] == "initial" else DARK

    def draw(drawing: Drawing, y: Decimal) -> None:
        middle = y + HEIGHT // 2
        drawing.line(least, middle, most, middle)
        for end in (least, most):
            drawing.line(end, middle - 4, end, middle + 4)
        box = {"fill": colour, "stroke": INK, "stroke_width": 1}
        drawing.shape("rect", x=lower, y=middle - 7, width=max(upper - lower, Decimal(1)), height=14, **box)
        drawing.line(median, middle - 8, median, middle + 8, stroke=PAPER, stroke_width=5)
        drawing.line(median, middle - 8, median, middle + 8, stroke_width="2.5")

    return rows.Row(_name(one), counts, draw)
