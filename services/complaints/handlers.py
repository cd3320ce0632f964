"""What a case hears when testing and certificates speak."""

from typing import Any

from services.complaints.events import heard
from services.complaints.usecases import known_papers, retests

COMPLAINT = "complaint"
RESULT = ("instrument_id", "item_id", "application_number", "verifier_code", "corrected_by", "tested_on")
PAPER = ("number", "instrument_id", "item_id", "reason_code", "code_digest")


def on_retest_opened(event: Any) -> None:
    retests.opened(event.complaint_id, event.order_id)


def on_retest_scheduled(event: Any) -> None:
    retests.scheduled(event.order_id, event.date)


def on_retest_released(event: Any) -> None:
    retests.released(event.order_id)


def on_retest_cancelled(event: Any) -> None:
    retests.cancelled(event.order_id)


def on_retest_examined(event: Any) -> None:
    result = {name: getattr(event, name) for name in ("examination_id", "verdict", "tested_on")}
    retests.examined(event.order_id, **result)


def on_order_opened(event: Any) -> None:
    if event.origin == COMPLAINT:
        retests.opened(event.complaint_id, event.order_id)


def on_order_scheduled(event: Any) -> None:
    if event.origin == COMPLAINT:
        retests.scheduled(event.order_id, event.date)


def on_order_released(event: Any) -> None:
    if event.origin == COMPLAINT:
        retests.released(event.order_id)


def on_order_cancelled(event: Any) -> None:
    if event.origin == COMPLAINT:
        retests.cancelled(event.order_id)


def on_examination(event: Any) -> None:
    verdict = event.envelope.type.split(".")[2]
    facts = {name: getattr(event, name) for name in RESULT}
    known_papers.examined(event.examination_id, verdict=verdict, approved_by_code=event.approved_by_code or "", **facts)
    if event.complaint_id:
        result = {"examination_id": event.examination_id, "verdict": verdict, "tested_on": event.tested_on}
        retests.examined(event.order_id, **result)


def on_certificate(event: Any) -> None:
    facts = {name: getattr(event, name, None) for name in PAPER}
    # Of what became of a paper that is only now issued, we may have heard before.
    known_papers.changed(event.certificate_id, (event.envelope.later or event.envelope.type).split(".")[2], **facts)


HANDLERS = {
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
    heard.CertificateIssued: on_certificate,
    heard.CertificateSuspended: on_certificate,
    heard.CertificateReinstated: on_certificate,
    heard.CertificateRevoked: on_certificate,
    heard.CertificateSuperseded: on_certificate,
    heard.CertificateExpired: on_certificate,
    heard.CertificateVoided: on_certificate,
}
