"""What the calendar does by itself: certificates expire, and are announced before they do."""

from datetime import datetime, timedelta

from services.certificates.domain.lifecycle import Action
from services.certificates.events import certificates
from services.certificates.storage import Certificate, context, log, profile, transaction
from services.certificates.usecases.register import about, move
from shared.auth.actor import CLOCK


def expire(now: datetime) -> int:
    """End those whose last day is over at the office's midnight."""
    late = Certificate.ending(now.astimezone(context.zone).date())
    for certificate in late:
        with transaction():
            move(certificate, Action.EXPIRE, CLOCK, "validity_over")
    return len(late)


def announce(now: datetime) -> int:
    """Tell once at each of the profile's distances that a certificate will end."""
    today = now.astimezone(context.zone).date()
    steps = profile.notice_days(today)
    near = Certificate.ending(today + timedelta(days=max(steps, default=0) + 1))
    return sum(_announce(certificate, (certificate.valid_until - today).days, steps) for certificate in near)


def _announce(certificate: Certificate, left: int, steps: list[int]) -> bool:
    """A service that slept through one distance tells the nearest one only."""
    step = min((step for step in steps if left <= step), default=None)
    if left < 0 or step is None or (certificate.notice_days is not None and certificate.notice_days <= step):
        return False
    with transaction():
        certificate.change(notice_days=step)
        facts = {"valid_until": certificate.valid_until, "days_left": left}
        log.emit(certificates.CertificateExpiring, **about(certificate), **facts)
    return True
