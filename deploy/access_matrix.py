"""Who may do what, as tables for `contracts/`: each operation by role, and what strangers may write in each body."""

from collections.abc import Iterator
from typing import Any

from shared.http.reserved_fields import ROLES, VALUES, every
from shared.service import Service

OUTSIDERS = ("applicant", "subscriber")
OFFICE = ("front_officer", "verifier", "head", "complaint_officer", "auditor", "admin", "service")
COLUMNS = (*OUTSIDERS, *OFFICE)
# `own`: only on the caller's own things, a foreign one is not found; `all`: on those of everybody; `-`: refused (403).
HEADING = ",".join(("component", "method", "path", "anybody", *COLUMNS))
BODIES = "component,method,path,field,roles"
API = "/v1/"
READING = ("GET", "HEAD", "OPTIONS")


def doors(service: Service) -> Iterator[str]:
    """One line for each operation."""
    for method, path, view in operations(service):
        anybody = "-" if view.allowed_roles else "yes"
        cells = (reach(service, path, method, role) if _counts(view, role) else "-" for role in COLUMNS)
        yield ",".join((service.name, method, path, anybody, *cells))


def bodies(service: Service) -> Iterator[str]:
    """One line for each field that somebody from outside the office may send; `roles` where not all may write it."""
    for method, path, view in operations(service):
        shape = getattr(view, "options", {}).get("body")
        if shape and (not view.allowed_roles or {*OUTSIDERS} & {*view.allowed_roles}):
            for pointer, field in every(shape()):
                yield ",".join((service.name, method, path, pointer, _writers(field)))


def operations(service: Service) -> list[tuple[str, str, Any]]:
    """(method, path, view) of the API, in order."""
    app = service.app()
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(API)]
    found = [(method, rule.rule, app.view_functions[rule.endpoint]) for rule in rules for method in rule.methods]
    return sorted((one for one in found if one[0] not in READING[1:]), key=lambda one: (one[1], one[0]))


def reach(service: Service, path: str, method: str, role: str) -> str:
    """How far the role reaches in the things of this path; what nobody owns is open to whoever enters."""
    scopes = service.scopes.get(thing(path))
    return str(scopes.reach(role, method not in READING).name).lower() if scopes else "all"


def thing(path: str) -> str:
    return path.removeprefix(API).partition("/")[0]


def _counts(view: Any, role: str) -> bool:
    return role in (view.allowed_roles or view.known_roles) and role not in view.closed_roles


def _writers(field: Any) -> str:
    values = "|".join(field.metadata.get(VALUES, ()))
    return " ".join(field.metadata.get(ROLES, ())) + (f" ({values})" if values else "")
