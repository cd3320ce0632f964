"""What moves our items when testing and certificates speak."""

from services.intake.events import heard
from services.intake.usecases import items


def on_order_scheduled(event: heard.OrderScheduled) -> None:
    items.scheduled(event.item_id, _order(event), event.cause == "retest")


def on_order_missed(event: heard.OrderMissed) -> None:
    items.released(event.item_id, "missed")


def on_order_released(event: heard.OrderReleased) -> None:
    items.released(event.item_id, "released")


def on_order_cancelled(event: heard.OrderCancelled) -> None:
    items.cancelled(event.item_id, event.reason_code)


def on_order_cancel_refused(event: heard.OrderCancelRefused) -> None:
    items.withdrawal_refused(event.item_id, event.reason_code)


def on_examination_passed(event: heard.ExaminationPassed) -> None:
    if event.version > 1:
        items.corrected(event.item_id, event.tested_on)
    else:
        items.examined(event.item_id, "passed", event.tested_on, None)


def on_examination_failed(event: heard.ExaminationFailed) -> None:
    items.examined(event.item_id, "failed", event.tested_on, event.retest_until)


def on_certificate_issued(event: heard.CertificateIssued) -> None:
    kind = {"kind": event.kind, **({"valid_until": str(event.valid_until)} if event.valid_until else {})}
    now = _paper(event, _word(event.envelope.later or event.envelope.type))  # what became of it may have come before
    items.paper_issued(event.instrument_id, {**now, **kind, "since": event.envelope.time})
    if event.kind == "verification":
        items.certified(event.item_id, {**_paper(event, "issued"), **kind})


def on_certificate_changed(event: heard.CertificateChanged) -> None:
    items.paper_changed(event.instrument_id, _paper(event, _word(event.envelope.type)))


HANDLERS = {
    heard.OrderScheduled: on_order_scheduled,
    heard.OrderRescheduled: on_order_scheduled,
    heard.OrderMissed: on_order_missed,
    heard.OrderReleased: on_order_released,
    heard.OrderCancelled: on_order_cancelled,
    heard.OrderCancelRefused: on_order_cancel_refused,
    heard.ExaminationPassed: on_examination_passed,
    heard.ExaminationFailed: on_examination_failed,
    heard.CertificateIssued: on_certificate_issued,
    heard.CertificateSuspended: on_certificate_changed,
    heard.CertificateReinstated: on_certificate_changed,
    heard.CertificateRevoked: on_certificate_changed,
    heard.CertificateSuperseded: on_certificate_changed,
    heard.CertificateExpired: on_certificate_changed,
}


def _order(event: heard.OrderScheduled) -> dict[str, str]:
    return {"order_id": event.order_id, "session_id": event.session_id, "date": str(event.date)}


def _word(type_: str) -> str:
    return type_.split(".")[2]


def _paper(event: heard.CertificateIssued | heard.CertificateChanged, state: str) -> dict[str, str]:
    return {"certificate_id": event.certificate_id, "number": event.number, "state": state}
