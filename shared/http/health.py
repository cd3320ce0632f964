"""Health, version, metrics, and the wait of a reader for what it wrote elsewhere."""

import re
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.auth.scopes import Reach
from shared.bus import feed
from shared.database import counters
from shared.errors import NotFound
from shared.http.access import allow, by, holds, unauthenticated
from shared.http.problems import problem
from shared.http.rate_limiting import FEEDERS
from shared.http.waiting import Crowded, seat
from shared.observe import metrics
from shared.operations.status import differences, standing
from shared.process.stopping import stopping

PATIENCE = 5.0
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Real-Ip")
WANTED = re.compile("[a-z]+=[0-9]{1,15}")
AHEAD = 100_000  # events that a log may have told since this service last heard of it; more were never told
LEAST_DISK = 50 * 1024 * 1024


def blueprint() -> Blueprint:
    """The unversioned routes that operators and orchestrators call."""
    routes = Blueprint("health", __name__)
    for rule, view in (("/livez", livez), ("/readyz", readyz), ("/version", version), ("/metrics", scrape)):
        routes.get(rule)(allow(rate="health")(view))
    return routes


def livez() -> Response:
    """Alive: touches nothing."""
    return jsonify(status="ok")


def readyz() -> Any:
    """Ready: own database at the newest migration, and room on the disk; never asks another service."""
    service = current_app.extensions["service"]
    checks = {"database": service.migrated, "disk": _disk}
    faults = {name: fault for name, check in checks.items() if (fault := check())}
    body = {"status": "unavailable" if faults else "ok", "checks": {name: faults.get(name, "ok") for name in checks}}
    return jsonify(body), 503 if faults else 200


def version() -> Response:
    service = current_app.extensions["service"]
    return jsonify(service=service.name, version=service.version)


def scrape() -> Response:
    """Prometheus text; gauges are read from the database at the moment of the scrape.

    For the operator's own network: what came through a gateway, which mounts the service below its name or says for
    whom it asks, finds nothing, however the address was spelled.
    """
    if request.script_root or any(name in request.headers for name in FORWARDED):
        raise NotFound("not-found")
    service = current_app.extensions["service"]
    metrics.show(standing(service), differences(service))
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def wait_for() -> Any:
    """Honour `Wait-For: <service>=<position>`: go on when that position has been worked on here, or after 5 s.

    Waiting takes a thread, so only accounts may, few at a time, and only for what can come; who finds no place is told
    to come again, who would not be let in is told so by the door.
    """
    if not (header := request.headers.get("Wait-For", "")):
        return None
    service = current_app.extensions["service"]
    name, _, position = header.partition("=")
    if not WANTED.fullmatch(header) or name not in _known(service):
        return problem(400, "bad-wait-for", known=", ".join(_known(service)))
    if not by().sub:
        return unauthenticated("wait-for-account")
    return _wait(service, name, int(position))


def _wait(service: Any, name: str, position: int) -> Any:
    """For what can come, where the caller is let in, if there is a seat."""
    if position > _told(service, name) // AHEAD * AHEAD + 2 * AHEAD:  # rounded: trying finds no head
        return problem(400, "wait-for-never", known=name)
    if name == service.name or not _enters(current_app.view_functions.get(request.endpoint or "")):
        return None
    with seat("wait-for", by().sub, holds(_staff(service))) as seated:
        if not seated:
            raise Crowded("wait-for-crowded")
        _await(service, name, position)
    return None


def _known(service: Any) -> list[str]:
    """Whose events can have been worked on here: those somebody here hears, and the service's own."""
    return sorted({kind.type.split(".")[0] for kind in service.handlers} | {service.name})


def _told(service: Any, name: str) -> int:
    """How far that log went when this service last heard of it; its own as it is."""
    if name == service.name:
        return service.log.head()[0]
    source = service.source_of(name)
    return max(service.inbox.cursor(source)[0], counters.read(service.store, f"head {source}"))


def _enters(view: Any) -> bool:
    """Whether the caller would be let in at all."""
    roles = getattr(view, "allowed_roles", ())
    return view is not None and (not roles or holds(roles))


def _staff(service: Any) -> frozenset[str]:
    """The roles for whom seats are kept, found when the first of them waits."""
    if "staff" not in current_app.extensions:
        current_app.extensions["staff"] = staff(current_app, service)
    return current_app.extensions["staff"]


def staff(app: Any, service: Any) -> frozenset[str]:
    """Roles that some route names, but for readers of feeds and those who see only what is their own."""
    named = {role for view in app.view_functions.values() for role in getattr(view, "allowed_roles", ())}
    scopes = service.scopes.values()
    own, everybodys = ({role for one in scopes for role in one.reaching(reach)} for reach in (Reach.OWN, Reach.ALL))
    return frozenset(named - (own - everybodys) - FEEDERS)


def _await(service: Any, name: str, position: int) -> None:
    source, until = service.source_of(name), time.monotonic() + PATIENCE

    def over() -> bool:
        return time.monotonic() > until or stopping.is_set()

    _fetch(service, name, lambda: over() or service.inbox.cursor(source)[0] >= position)
    while not over() and not service.inbox.settled(source, position):
        time.sleep(0.02)


def _fetch(service: Any, name: str, enough: Callable[[], bool]) -> None:
    """Behind a broker nobody says what a position held; the feed does, so read it as far as is needed."""
    url = feed.sources(service).get(name) if service.settings.bus_url else None
    if url:
        with suppress(OSError, ValueError):
            feed.catch_up(service, name, url, enough=enough)


def _disk() -> str:
    service = current_app.extensions["service"]
    return "" if shutil.disk_usage(service.settings.var).free > LEAST_DISK else "disk almost full"
