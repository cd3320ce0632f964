"""Keeps what others told of examinations and certificates, and lets the cases that name a paper hear of it."""

from typing import Any

from services.complaints.domain.lifecycle import OPEN
from services.complaints.storage import KnownPaper, KnownTest, Topic, context, transaction
from services.complaints.usecases import involvement
from shared.auth.actor import of_event
from shared.database import audit_trail

CERTIFICATES = of_event("certificates")


def examined(examination_id: str, **facts: Any) -> None:
    """Somebody examined something."""
    with transaction():
        KnownTest.keep(examination_id, **facts)
        involvement.heard_of_instrument(facts["instrument_id"], facts["application_number"])


def changed(certificate_id: str, state: str, **facts: Any) -> None:
    """A paper was issued, or something became of it."""
    with transaction():
        known = {name: value for name, value in facts.items() if value is not None}
        paper = KnownPaper.keep(certificate_id, **{"number": "", **known, "state": state})
        involvement.heard_of(paper.id, paper.number)
        for complaint in Topic.cases_about({paper.id, paper.number} - {""}):
            if complaint.state in OPEN and (named := KnownPaper.named(complaint)) and named.id == paper.id:
                complaint.change()
                audit_trail.record(context, complaint, f"certificate_{state}", CERTIFICATES, number=paper.number)
