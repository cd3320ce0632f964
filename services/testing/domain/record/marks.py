"""Whether the marks put on an instrument say what its verdicts say: with the type and the tests, what is recorded."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.testing.domain.limits.tables import Basis
from services.testing.domain.verdict.result import Verdict

Marks = Sequence[Mapping[str, Any]]
Row = dict[str, Any]

STRANGE = {"unit": "unit-not-expected", "year": "other-year", "photo": "unknown"}
SAYS = {"sah": Verdict.VALID, "batal": Verdict.REJECTED}
# Whom the law asks: what is tested because somebody wishes it, or as a sample, may go without.
MARKED = (Basis.MANDATORY, Basis.AFTER_REPAIR)


def faults(marks: Marks, photos: Collection[str], units: Collection[str], years: Collection[int]) -> list[Row]:
    """What no mark of this record can be: on a unit that is not there, of another year, proved by a strange photo."""
    known = {"unit": units, "year": years, "photo": {None, *photos}}
    return [
        {"pointer": f"/marks/{at}/{name}", "code": STRANGE[name]}
        for at, mark in enumerate(marks)
        for name, of in known.items()
        if mark.get(name) not in of
    ]


def gaps(verdicts: Mapping[str, str], marks: Marks, basis: str) -> list[Row]:
    """Marks against the verdict that counts, and judged units without any mark where the law wants one."""
    against = [(at, mark["unit"]) for at, mark in enumerate(marks) if _contradicts(mark, verdicts)]
    found = [
        {**_at(f"/marks/{at}/mark", unit, "mark-against-verdict"), "verdict": verdicts[unit]} for at, unit in against
    ]
    marked = {mark["unit"] for mark in marks}
    bare = [unit for unit, verdict in verdicts.items() if verdict in SAYS.values() and unit not in marked]
    return found + [_at("/marks", unit, "mark-missing") for unit in bare if basis in MARKED]


def _contradicts(mark: Mapping[str, Any], verdicts: Mapping[str, str]) -> bool:
    """Only `sah` and `batal` say a verdict; of a unit that has none yet nothing can be said against them."""
    judged = verdicts.get(mark["unit"])
    return judged in SAYS.values() and SAYS.get(mark["mark"], judged) != judged


def _at(pointer: str, unit: str, code: str) -> Row:
    return {"pointer": pointer, "for_unit": unit, "code": code}
