"""What moves our certificates when testing, complaints and intake speak."""

from datetime import datetime

from services.certificates.domain.lifecycle import Kind
from services.certificates.events import heard
from services.certificates.usecases import doubts, incoming
from shared.events.declarations import facts_of


def on_examination_handled(event: heard.ExaminationHandled) -> None:
    incoming.handled(event.examination_id, event.version, event.hands, event.kept_from, event.kept)


def on_examination_passed(event: heard.ExaminationPassed) -> None:
    incoming.examined(Kind.VERIFICATION, facts_of(event))


def on_examination_failed(event: heard.ExaminationFailed) -> None:
    incoming.examined(Kind.REJECTION, facts_of(event))


def on_examination_superseded(event: heard.ExaminationSuperseded) -> None:
    incoming.superseded(event.examination_id, event.replaced_by)


def on_examination_doubted(event: heard.ExaminationDoubted) -> None:
    doubts.doubted(event.examination_id, event.version, {**_doubt(event), "since": str(event.since)})


def on_examination_confirmed(event: heard.ExaminationConfirmed) -> None:
    doubts.confirmed(event.examination_id, event.version, {**_doubt(event), "since": ""})


def on_mark_broken(event: heard.MarkBroken) -> None:
    told_at = datetime.fromisoformat(event.envelope.time)
    incoming.mark_broken(event.instrument_id, event.mark, event.found_on, told_at)


def on_suspension_requested(event: heard.SuspensionRequested) -> None:
    incoming.suspension_requested(event.certificate_id, event.complaint_id, event.reason_code)


def on_party_changed(event: heard.PartyChanged) -> None:
    facts = {"name": event.name, "business": event.business, "address": event.address}
    incoming.party_changed(event.party_id, facts, event.envelope.sequence)


HANDLERS = {
    heard.ExaminationHandled: on_examination_handled,
    heard.ExaminationPassed: on_examination_passed,
    heard.ExaminationFailed: on_examination_failed,
    heard.ExaminationSuperseded: on_examination_superseded,
    heard.ExaminationDoubted: on_examination_doubted,
    heard.ExaminationConfirmed: on_examination_confirmed,
    heard.MarkBroken: on_mark_broken,
    heard.SuspensionRequested: on_suspension_requested,
    heard.PartyChanged: on_party_changed,
}


def _doubt(event: heard.AboutDoubt) -> dict[str, str]:
    return {"id": event.doubt_id, "cause": event.cause, "code": event.code, "reason_code": event.reason_code}
