"""Which of an instrument's papers counts: the latest examination decides, in whatever order its news arrived."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from services.certificates.domain.lifecycle import Kind, State


class Paper(Protocol):
    """What must be known of a certificate to judge its standing."""

    id: str
    kind: str
    state: str
    examination_id: str
    examination_version: int
    corrected_by: str | None
    tested_on: date
    signed_at: datetime | None


def before(paper: Paper, other: Paper) -> bool:
    """Whether the examination of `paper` was earlier than that of `other`."""
    return _rank(paper) < _rank(other)


def overtaken(paper: Paper, papers: Iterable[Paper]) -> bool:
    """Whether signing `paper` would put an older verdict above a later one."""
    return any(
        later.signed_at is not None or (paper.kind, later.kind) == (Kind.VERIFICATION, Kind.REJECTION)
        for later in _later(paper, papers)
    )


def fallen(living: Paper | None, papers: Iterable[Paper]) -> str:
    """Why the certificate that holds must be revoked: a later examination failed. Empty if it need not."""
    if living is None or living.kind != Kind.VERIFICATION:
        return ""
    if all(later.kind != Kind.REJECTION for later in _later(living, papers)):
        return ""
    return "examination_corrected" if living.corrected_by else "failed_examination"


def breaks(living: Paper, found: Mapping[str, Any]) -> bool:
    """Whether a mark found broken is the one this paper speaks of: put on by its test, and broken after it.

    On the day of the test itself the moment of signing tells an old mark from the new one.
    """
    day, told = date.fromisoformat(found["found_on"]), datetime.fromisoformat(found["told_at"])
    if day != living.tested_on:
        return day > living.tested_on
    return living.signed_at is not None and told > living.signed_at


def _later(paper: Paper, papers: Iterable[Paper]) -> list[Paper]:
    """The papers of later examinations. One that was corrected counts until the correction itself is here."""
    papers = tuple(papers)
    here = {one.examination_id for one in papers}
    count = [one for one in papers if one.state != State.VOID and one.corrected_by not in here]
    return [one for one in count if before(paper, one) or one.examination_id == paper.corrected_by]


def _rank(paper: Paper) -> tuple[date, str, int]:
    return paper.tested_on, paper.examination_id, paper.examination_version
