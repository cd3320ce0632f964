"""What the statistics say in sentences, Indonesian and English: how they count, and what grows."""

from decimal import Decimal
from typing import Any

from services.testing.domain.quantity import text
from services.testing.domain.statistics.ageing import Basis
from services.testing.domain.statistics.drift import Series
from services.testing.domain.statistics.limit_shares import SPREAD
from services.testing.domain.statistics.model_spread import Values
from services.testing.domain.statistics.trend import METHOD, Trend
from services.testing.domain.verdict.result import Line
from services.testing.domain.words import ACTS, LABELS, TESTS

Pair = tuple[str, str]

# fmt: off
NOTES = {
    "counted": ("Dihitung: pengujian yang disahkan dan belum digantikan, menurut hari uji.",
                "Counted: approved examinations that no correction has replaced, by the day of the test."),
    "tests":   ("Alat dihitung ditolak bila semua unitnya ditolak; unit dihitung tersendiri.",
                "An instrument counts as rejected when all its units are; units are counted by themselves."),
    "retests": ("Persentase hanya dari uji pertama; uji ulang dan uji atas pengaduan dihitung tersendiri.",
                "Rates are of first tests only; retests and tests for complaints are counted by themselves."),
    "few":     ("* kurang dari {few} pengujian: belum banyak artinya.",
                "* fewer than {few} tests: it says little yet."),
    "brand":   ("Huruf besar, huruf kecil dan spasi pada merek tidak dibedakan.",
                "Brands that differ in capitals and blanks only are one."),
    "age":     ("Umur dalam tahun (dibulatkan) sejak tahun pembuatan, kalau tidak ada sejak tera, kalau tidak ada "
                "sejak peneraan pertama yang tercatat (sekurangnya setua itu). Tidak diketahui: alat bekas yang baru "
                "pertama kali tercatat.",
                "Age in years (rounded) since manufacture, else since initial verification, else since the first "
                "verification on record (at least so old). Unknown: used instruments on record for the first time."),
    "missed":  ("{missed} pengujian lama belum terhitung.", "{missed} earlier examinations are not counted yet."),
    "shares":  ("Kesalahan dibagi BKD pada pengujian terakhir titik itu; BKD hari uji ada di data.",
                "Errors over the limit of the last test of that point; the limit of each day is in the data."),
    "breaks":  ("Penyetelan (J) dan perbaikan (P) memutus deret.", "Adjustment (J) and repair (P) break a series."),
    "older":   ("{older} pengujian yang lebih lama tidak dibaca.", "{older} older examinations are not read."),
    "spread":  ("Kesalahan terbesar tiap pengujian dibagi BKD hari itu; tahun sejak peneraan pertama yang tercatat. "
                "BKD tera biasanya separuh BKD tera ulang.",
                "Largest error of each test over the limit of that day; years since the first verification on record. "
                "Limits of initial verification are usually half of those in service."),
    "left_out": ("{left_out} uji ulang dan uji atas pengaduan tidak termasuk.",
                 "{left_out} retests and tests for complaints are left out."),
    "few_instruments": ("* kurang dari {few} alat: belum banyak artinya.",
                        "* fewer than {few} instruments: it says little yet."),
}
GROWN = {1: ("bertambah", "grew by"), -1: ("berkurang", "shrank by")}
CARRIED = ("{what}: kesalahan terbesar {way} {size} % BKD per tahun ({method}, {n} hari uji tanpa penyetelan, "
           "{first} s.d. {last}).",
           "{what}: the largest error {way} {size} % of the limit per year ({method}, {n} undisturbed days of "
           "test, {first} to {last}).")
STILL = ("{what}: kesalahan terbesar tetap ({method}, {n} hari uji tanpa penyetelan, {first} s.d. {last}).",
         "{what}: the largest error stayed the same ({method}, {n} undisturbed days of test, {first} to {last}).")
TOO_FEW = ("{what}: belum ada kecenderungan; {n} hari uji sejak penyetelan atau perbaikan terakhir, perlu {least}.",
           "{what}: no trend yet; {n} days of test since the last adjustment or repair, {least} are needed.")
AMONG = ("{what}: pada separuh dari {n} alat kesalahan terbesar {way} sekurangnya {size} % BKD per tahun (median "
         "{method}).{few}",
         "{what}: in half of {n} instruments the largest error {way} at least {size} % of the limit per year (median "
         "of {method}).{few}")
AMONG_STILL = ("{what}: median kecenderungan {n} alat adalah nol ({method}).{few}",
               "{what}: the median trend of {n} instruments is zero ({method}).{few}")
FEW = (" Alatnya sedikit: kurang dari {least}.", " These are few: fewer than {least}.")
# fmt: on


def notes(*names: str, **facts: object) -> list[Line]:
    return [_said(NOTES[name], **facts) for name in names]


def quantity(name: str) -> Line:
    """`accuracy_range` is the spread within the test of accuracy."""
    code = name.removesuffix(f"_{SPREAD}")
    spread = tuple(f", {word}" for word in LABELS[SPREAD]) if code != name else ("", "")
    return Line(*(first + second for first, second in zip(TESTS.get(code, (code, code)), spread, strict=True)))


def point(series: Series, many: bool) -> Line:
    """The point of a series in words; the unit is named where there are several."""
    load = f"{series.load.replace('.', ',')} {series.measure}" if series.load else ""
    words = [LABELS.get(part, (part, part)) for part in series.label.split(" ")]
    before = (f"#{series.unit}" if many else "", load)
    return Line(*(" ".join(part for part in (*before, *tongue) if part) for tongue in zip(*words, strict=True)))


def age(key: str) -> Pair:
    """The class of an age in words."""
    if key == Basis.UNKNOWN:
        return "tidak diketahui", "unknown"
    years = key.replace("-", "–")
    return f"{years} tahun", "1 year" if key == "1" else f"{years} years"


def verification(act: str) -> Line:
    return Line(*ACTS.get(act, (act, act)))


def grown(what: Line, trend: Trend, least: int) -> Line:
    """The trend of the largest error in a sentence, or that there is none yet and why."""
    facts = {"what": (what.id, what.en), "n": trend.verifications, "first": trend.first, "last": trend.last}
    if trend.per_year is None:
        return _said(TOO_FEW, least=least, **facts)
    way = GROWN.get(_sign(trend.per_year))
    return _said(CARRIED if way else STILL, way=way, size=percent(abs(trend.per_year)), method=METHOD, **facts)


def among(what: Line, slopes: Values, least: int) -> Line:
    """The median of the trends of many instruments; that they are few is said."""
    middle = slopes.quartiles()[2]
    few = tuple(words.format(least=least) for words in FEW) if slopes.instruments < least else ""
    way = GROWN.get(_sign(middle))
    facts = {"what": (what.id, what.en), "n": slopes.instruments, "method": METHOD, "few": few}
    return _said(AMONG if way else AMONG_STILL, way=way, size=percent(abs(middle)), **facts)


def percent(share: Decimal) -> Pair:
    """As it is printed in both languages: a share of 0.125 is 12,5 and 12.5."""
    written = text((share * 100).quantize(Decimal("0.1")))
    return written.replace(".", ","), written


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def _said(pair: Pair, **facts: Any) -> Line:
    """A sentence in both languages; a fact that is a pair differs between them."""
    tongues = ({name: fact[at] if isinstance(fact, tuple) else fact for name, fact in facts.items()} for at in (0, 1))
    return Line(*(words.format(**own) for words, own in zip(pair, tongues, strict=True)))
