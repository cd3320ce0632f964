"""Whether an instrument is of an approved type: the first of the three parts of an initial verification."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.testing.domain.verdict.faults import fault
from services.testing.domain.verdict.result import Gap, Judged, Mark

TEST = "type_conformity"
EXAMINED = ("placed_on", "conforms", "findings")  # what the verifier writes down; the rest is known of the type
Approval = Mapping[str, Any]


def conformity(approval: Approval | None) -> tuple[Judged, ...]:
    """One test for the whole instrument; none where the letter is silent about its type.

    `approval` holds `number`, `exemption`, what the register says of that number (`kind_fits`, `valid_from`,
    `valid_until`; nothing when it does not know it), and what the verifier wrote down: `placed_on`, the day on which
    the instrument was placed on the market, `conforms` and `findings`. Days are ISO text.
    """
    if not approval or not (approval["number"] or approval["exemption"]):
        return ()
    if not approval["number"]:
        return (Judged(TEST, False, Mark.NOT_APPLICABLE, findings=(approval["exemption"],)),)
    if gaps := tuple(_gaps(approval)):
        return (Judged(TEST, True, Mark.MISSING, gaps=gaps),)
    against = _against(approval)
    findings = (*against, *approval.get("findings", ()))
    return (Judged(TEST, True, Mark.FAILED if against else Mark.PASSED, findings=findings),)


def _gaps(approval: Approval) -> list[Gap]:
    facts = {"number": approval["number"]}
    lacking = {
        "type-approval-unknown": not approval.get("valid_from"),
        "placed-on-missing": not approval.get("placed_on"),
        "type-not-examined": approval.get("conforms") is None,
    }
    return [Gap(code, facts) for code, lacks in lacking.items() if lacks]


def _against(approval: Approval) -> list[str]:
    """What speaks against it, in both languages; an approval counts on the day of placing on the market."""
    first, last, day = (approval.get(name) for name in ("valid_from", "valid_until", "placed_on"))
    number = approval["number"]
    found = []
    if not first <= day <= (last or day):
        found.append(
            f"Izin tipe {number} berlaku {first} s.d. {last or '–'}, alat diedarkan {day} / "
            f"type approval {number} was valid {first} to {last or '–'}, placed on the market {day}"
        )
    if not approval["kind_fits"]:
        found.append(f"Izin tipe {number} bukan untuk jenis alat ini / type approval {number} is for another kind")
    if not approval["conforms"]:
        found.append(f"Alat tidak sesuai izin tipe {number} / the instrument is not as type approval {number} says")
    return found


def examined(approval: Approval | None) -> dict[str, Any]:
    """Only what the verifier wrote down."""
    seen = {name: approval[name] for name in EXAMINED if name in (approval or {})}
    return {**seen, "placed_on": str(seen["placed_on"])} if seen.get("placed_on") else seen


def check_day(approval: Approval | None, day: date) -> None:
    """Refuse a day of placing on the market after the day of the test: a slip of the pen."""
    placed = (approval or {}).get("placed_on")
    if placed and placed > day.isoformat():
        raise fault("placed-on-later", "/type_conformity/placed_on", placed_on=placed, day=day.isoformat())
