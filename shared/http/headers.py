"""The security headers that stand on every answer (OWASP ASVS 5.0, 3.4)."""

from typing import Any

from flask import Response, request

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
}
HSTS = "Strict-Transport-Security"
YEAR = "max-age=31536000; includeSubDomains"


def standing(settings: Any) -> dict[str, str]:
    """What a process says with every answer: in production everything goes over TLS, also what did not come so."""
    return HEADERS | ({HSTS: YEAR} if settings.production else {})


def secure(answer: Response, settings: Any) -> Response:
    """Add what the answer does not say itself."""
    for name, value in standing(settings).items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers.setdefault(HSTS, YEAR)
    return answer
