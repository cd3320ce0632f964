"""The refusals a use case may raise; HTTP and the inbox translate them, nobody else catches them."""

from typing import Any


class Refused(Exception):
    """A change that may not happen. `code` is for programs and never changes; `facts` fill the texts of the catalogue.

    `errors` are rows of {"pointer": "/items/0/kind", "code": "unknown"}; all faults of a request stand in one refusal.
    """

    status = 500

    def __init__(self, code: str, /, *, errors: list[dict[str, Any]] | None = None, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.errors = errors or []
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts or ''} {self.errors or ''}".strip()


class NotFound(Refused):
    """There is no such thing, or the caller may not know that there is."""

    status = 404


class Forbidden(Refused):
    """This person may not do this, whatever the state."""

    status = 403


class Conflict(Refused):
    """Not in this state."""

    status = 409


class Stale(Refused):
    """Somebody changed the thing since the caller read it."""

    status = 412


class Invalid(Refused):
    """The request breaks a rule."""

    status = 422


class TooMany(Refused):
    """More than is allowed in this time; the fact `seconds` says when it is allowed again."""

    status = 429


class Unavailable(Refused):
    """Not yet; trying again may help."""

    status = 503
