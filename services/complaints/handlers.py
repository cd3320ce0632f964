"""What a case hears when testing and certificates speak."""

from typing import Any

from services.complaints.events import heard
from services.complaints.usecases import known_papers, people, retests

COMPLAINT = "complaint"


def on_retest_opened(event: heard.RetestOpened) -> None:
    retests.opened(event.complaint_id, event.order_id)


def on_retest_scheduled(event: heard.RetestScheduled) -> None:
    retests.scheduled(event.order_id, event.date)


def on_retest_released(event: heard.RetestReleased) -> None:
    retests.released(event.order_id)


def on_retest_cancelled(event: heard.RetestCancelled) -> None:
    retests.cancelled(event.order_id)


def on_retest_examined(event: heard.RetestExamined) -> None:
    retests.examined(event.order_id, event.examination_id, event.verdict, event.tested_on)


def on_order_opened(event: heard.OrderOpened) -> None:
    if event.origin == COMPLAINT:
        retests.opened(event.complaint_id, event.order_id)


def on_order_scheduled(event: heard.OrderScheduled) -> None:
    if event.origin == COMPLAINT:
        retests.scheduled(event.order_id, event.date)


def on_order_released(event: heard.OrderReleased | heard.OrderMissed) -> None:
    if event.origin == COMPLAINT:
        retests.released(event.order_id)


def on_order_cancelled(event: heard.OrderCancelled) -> None:
    if event.origin == COMPLAINT:
        retests.cancelled(event.order_id)


def on_examination(event: heard.ExaminationPassed) -> None:
    verdict = event.envelope.type.split(".")[2]
    known_papers.examined(
        event.examination_id,
        {"order_id": event.order_id, "application_id": event.application_id, "serial": event.serial},
        verdict=verdict,
        instrument_id=event.instrument_id,
        item_id=event.item_id,
        application_number=event.application_number,
        verifier_code=event.verifier_code,
        approved_by_code=event.approved_by_code or "",
        corrected_by=event.corrected_by,
        tested_on=event.tested_on,
    )
    if event.complaint_id:
        retests.examined(event.order_id, event.examination_id, verdict, event.tested_on)


def on_certificate_issued(event: heard.CertificateIssued) -> None:
    facts = {"item_id": event.item_id, "code_digest": event.code_digest}
    _paper_changed(event, event.envelope.later or event.envelope.type, **facts)  # what became of it may have come first


def on_certificate_changed(event: heard.CertificateChanged) -> None:
    _paper_changed(event, event.envelope.type, reason_code=event.reason_code)


def on_verifier_coded(event: heard.VerifierCoded) -> None:
    people.told_code(event.verifier_id, event.account, event.code)


HANDLERS = {
    heard.VerifierCoded: on_verifier_coded,
    heard.RetestOpened: on_retest_opened,
    heard.RetestScheduled: on_retest_scheduled,
    heard.RetestReleased: on_retest_released,
    heard.RetestCancelled: on_retest_cancelled,
    heard.RetestExamined: on_retest_examined,
    heard.OrderOpened: on_order_opened,
    heard.OrderScheduled: on_order_scheduled,
    heard.OrderRescheduled: on_order_scheduled,
    heard.OrderMissed: on_order_released,
    heard.OrderReleased: on_order_released,
    heard.OrderCancelled: on_order_cancelled,
    heard.ExaminationPassed: on_examination,
    heard.ExaminationFailed: on_examination,
    heard.CertificateIssued: on_certificate_issued,
    heard.CertificateSuspended: on_certificate_changed,
    heard.CertificateReinstated: on_certificate_changed,
    heard.CertificateRevoked: on_certificate_changed,
    heard.CertificateSuperseded: on_certificate_changed,
    heard.CertificateExpired: on_certificate_changed,
    heard.CertificateVoided: on_certificate_changed,
}


def _paper_changed(event: heard.CertificateIssued | heard.CertificateChanged, word: str, **facts: Any) -> None:
    facts |= {"number": event.number, "instrument_id": event.instrument_id}
    known_papers.changed(event.certificate_id, word.split(".")[2], **facts)
