"""The picture of rates of rejection: in each row a dark bar for instruments, a light one for units, and the counts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain.statistics.rejection_rates import Count
from services.testing.domain.verdict.result import Line
from services.testing.papers import rows
from services.testing.papers.svg import DARK, GREY, INK, LIGHT, Drawing

MOST, HEIGHT = 20, 30
TITLES = {
    "kind": Line("Penolakan menurut jenis UTTP", "Rejections by kind of instrument"),
    "district": Line("Penolakan menurut kecamatan", "Rejections by district"),
    "brand": Line("Penolakan menurut merek", "Rejections by brand"),
    "age": Line("Penolakan menurut umur alat", "Rejections by age of the instrument"),
}
AXIS = Line("Ditolak, % dari yang diuji", "Rejected, % of those judged")
LEGEND = ((DARK, "alat / instruments"), (LIGHT, "unit / units"))
CAUSES = {
    "retest": Line("Uji ulang", "Retests"),
    "complaint": Line("Uji atas pengaduan", "Tests for complaints"),
    "voluntary": Line("Uji sukarela", "Voluntary tests"),
    "sampling": Line("Uji dengan contoh", "Tests of samples"),
}


def rate_plot(found: Mapping[str, Any], about: str) -> bytes:
    """The picture; `found` are groups with counts of `first`, `retest` and `complaint`, `about` says what was asked."""
    title, shown = TITLES[found["by"]], found["groups"][:MOST]
    drawing = Drawing(rows.WIDTH, f"{title.id} / {title.en}", told(found, title, about))
    axis = rows.scale((count.percent for group in shown for count in _counts(group)), 5)
    rows.head(drawing, title, about)
    _legend(drawing)
    rows.table(drawing, [_row(group, axis) for group in shown], axis, HEIGHT)
    rows.under(drawing, AXIS, [*_rest(found), *_others(found), *found["notes"]])
    return drawing.content()


def told(found: Mapping[str, Any], title: Line, about: str) -> str:
    """All of it in words, for who cannot see the picture."""
    lines = [f"{title.id}. {about}".strip(), *(_said(group) for group in found["groups"][:MOST])]
    return "\n".join([*lines, *(note.id for note in (*_rest(found), *_others(found), *found["notes"]))])


def _said(group: Mapping[str, Any]) -> str:
    tests, units = _counts(group)
    few = " (sedikit)" if group["few"] else ""
    return (
        f"{group['name']}: ditolak {tests.rejected} dari {tests.judged} alat, {rows.percent(tests.percent)}; "
        f"{units.rejected} dari {units.judged} unit, {rows.percent(units.percent)}{few}."
    )


def _counts(group: Mapping[str, Any]) -> tuple[Count, Count]:
    return group["first"].tests, group["first"].units


def _row(group: Mapping[str, Any], axis: rows.Scale) -> rows.Row:
    counts = _counts(group)
    star = " *" if group["few"] else ""
    words = [f"{count.rejected}/{count.judged} · {rows.percent(count.percent)}{star}" for count in counts]

    def draw(drawing: Drawing, y: Decimal) -> None:
        for number, (count, colour) in enumerate(zip(counts, (DARK, LIGHT), strict=True)):
            width = axis.place(count.percent or Decimal(0)) - rows.LEFT
            top = y + 4 + 11 * number
            drawing.shape(
                "rect", x=rows.LEFT, y=top, width=width, height=10, fill=colour, stroke=INK, stroke_width="0.5"
            )

    return rows.Row(Line(group["name"], group["name_en"]), words, draw)


def _legend(drawing: Drawing) -> None:
    x = Decimal(rows.EDGE)
    for colour, words in LEGEND:
        drawing.shape("rect", x=x, y=drawing.down - 1, width=10, height=8, fill=colour, stroke=INK, stroke_width="0.5")
        drawing.words(x + 14, drawing.down + 6, words, 9)
        x += 100
    drawing.words(rows.WIDTH - 4, drawing.down + 6, "ditolak/diuji · %", 9, text_anchor="end", fill=GREY)
    drawing.down += 14


def _rest(found: Mapping[str, Any]) -> list[Line]:
    """Everything that no bar shows, in one line each."""
    total = found["total"]
    told = [Line("Seluruhnya, uji pertama: {}.", "All first tests: {}.")]
    tests = [total["first"].tests]
    for cause, words in CAUSES.items():
        if total[cause].tests.judged:
            told.append(Line(f"{words.id}: {{}}.", f"{words.en}: {{}}."))
            tests.append(total[cause].tests)
    pairs = ((line, _spoken(count)) for line, count in zip(told, tests, strict=True))
    return [Line(line.id.format(said.id), line.en.format(said.en)) for line, said in pairs]


def _spoken(count: Count) -> Line:
    share = f"({rows.percent(count.percent)})"
    return Line(
        f"{count.rejected} dari {count.judged} alat ditolak {share}",
        f"{count.rejected} of {count.judged} instruments rejected {share.replace(',', '.')}",
    )


def _others(found: Mapping[str, Any]) -> list[Line]:
    """How many groups are not drawn, and what became of them."""
    hidden = found["groups"][MOST:]
    many = len(hidden) + found["others"]["groups"]
    tests = sum((group["first"].tests for group in hidden), found["others"]["first"].tests)
    if not many:
        return []
    said = _spoken(tests)
    return [Line(f"Tidak digambar: {many} lainnya, {said.id}.", f"Not drawn: {many} others, {said.en}.")]
