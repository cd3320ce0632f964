"""No case belongs to an account: a reporter comes with a code, in no role; the office sees what is not hidden."""

from shared.auth.scopes import Scopes

SCOPES: dict[str, Scopes] = {}
