"""Who is complained of in a case: found out when it comes in, and again whenever something is heard of its papers."""

from collections.abc import Iterable

from services.complaints.domain.codes import codes_in, normal_code
from services.complaints.storage import Complaint, Involvement, KnownPaper, KnownTest, Topic


def record(complaint: Complaint) -> None:
    """Write down what a new case is about, and whom that involves."""
    Topic.alone()
    Topic.keep(complaint)
    settle(complaint)


def settle(complaint: Complaint) -> None:
    """Write down anew whom the case involves."""
    Involvement.replace_all(complaint, _complained_of(complaint), _approved(complaint))


def heard_of(*values: str | None) -> None:
    """Something was heard of these things: the cases about them are looked at again."""
    Topic.alone()
    for complaint in Topic.cases_about({value for value in values if value}):
        settle(complaint)


def heard_of_instrument(instrument_id: str, *values: str | None) -> None:
    """The same of an instrument and of each of its papers."""
    Topic.alone()
    papers = KnownPaper.select().where(KnownPaper.instrument_id == instrument_id)
    heard_of(instrument_id, *values, *(each for paper in papers for each in (paper.id, paper.number)))


def involved(complaint: Complaint) -> set[str]:
    """Codes of the people complained of: named by the reporter, or known to have done the disputed examination."""
    return _codes(complaint, Involvement.complained_of)


def partial(complaint: Complaint) -> set[str]:
    """Codes of all who cannot judge: the people complained of, and whoever approved the disputed examination."""
    return _codes(complaint, Involvement.code != "")


def disputed(complaint: Complaint) -> list[KnownTest]:
    """The examinations that the complaint is about, as far as testing and certificates have told of them."""
    about = complaint.about
    if paper := KnownPaper.named(about):
        found = [KnownTest.disputed(complaint, paper.instrument_id, paper.item_id)]
    elif about.get("instrument_id"):
        found = [KnownTest.disputed(complaint, about["instrument_id"])]
    else:
        instruments = KnownTest.instruments_of(about.get("application_number") or "")
        found = [KnownTest.disputed(complaint, instrument) for instrument in sorted(instruments)]
    return [test for test in found if test]


def _codes(complaint: Complaint, condition: object) -> set[str]:
    return {row.code for row in complaint.involvements.where(condition)}


def _complained_of(complaint: Complaint) -> set[str]:
    return codes_in(complaint.about.get("verifier_code") or "") | _normal(t.verifier_code for t in disputed(complaint))


def _approved(complaint: Complaint) -> set[str]:
    return _normal(test.approved_by_code for test in disputed(complaint))


def _normal(codes: Iterable[str]) -> set[str]:
    return {normal_code(code) for code in codes} - {""}
