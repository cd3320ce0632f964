"""Until when a certificate holds, by the tables of the profile."""

from datetime import date

from services.certificates.domain.lifecycle import Kind
from services.certificates.domain.validity import valid_until
from services.certificates.storage import Certificate, profile


def last_day(certificate: Certificate) -> date | None:
    """The last day: interval and rule as they stood on the day of the test, so that later law changes nothing."""
    if certificate.kind == Kind.REJECTION:
        return None
    day = certificate.tested_on
    years = profile.interval(certificate.instrument_kind, day)["years"]
    return valid_until(day, years, profile.validity_rule(day))
