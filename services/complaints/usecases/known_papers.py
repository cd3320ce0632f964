"""Keeps what others told of examinations and certificates, and lets the cases that name a paper hear of it."""

from collections.abc import Mapping
from typing import Any

from services.complaints.storage import KnownPaper, KnownTest, transaction
from services.complaints.usecases import looks


def examined(examination_id: str, named: Mapping[str, str | None], **facts: Any) -> None:
    """Somebody examined something."""
    with transaction():
        KnownTest.keep(examination_id, named, **facts)
        looks.heard_of(facts["instrument_id"])


def changed(certificate_id: str, state: str, **facts: Any) -> None:
    """A paper was issued, or something became of it."""
    with transaction():
        known = {name: value for name, value in facts.items() if value is not None}
        paper = KnownPaper.keep(certificate_id, **{"number": "", **known, "state": state})
        news = {"certificate_id": paper.id, "number": paper.number, "state": state}
        looks.heard_of(paper.instrument_id, news)
