"""What tests build with: four services on fresh databases in one process, a bus between them, callers with tokens."""

import json
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask

from deploy import services
from shared.auth.development_issuer import Issuer
from shared.config import Settings
from shared.events.retry_policy import Outcome
from shared.http.app import parts
from shared.ids import name_id, uuid7
from shared.service import Service
from tests import databases

NAMES = services.NAMES
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ISSUER = "http://127.0.0.1:8000/dev"
UNCOUNTED = "all=1000000/minute"  # a quick machine makes in a minute the calls of a day

_applications: dict[tuple[str, ...], Flask] = {}  # by service and settings


def open_service(name: str, var: Path, **settings: str) -> Service:
    """The service on a fresh, migrated database under `var`; the first of a process migrates, later ones are copies."""
    service = import_module(f"services.{name}.main").service
    own = {"rate_limits": UNCOUNTED, **databases.fresh(name, var), **settings}
    chosen = Settings.from_env(name, var_dir=str(var), **own)
    new = databases.lay(name, chosen.database_url)
    service.open(chosen)
    service.migrate()
    if new:
        databases.keep(name, service.store, var)
    with service.store.transaction():
        _take_office(service)
    return service


def _take_office(service: Service) -> None:
    """The head's own decree is on file wherever there is a place for it: without it no head approves or signs."""
    tables = [table for table in service.models if table.__name__ == "Delegation"]
    facts = {"subject": "dev-head", "capacity": "holder", "name": "Budi Santoso", "decree": "SK Bupati 821.2/001/2026"}
    days = {"decree_on": date(2020, 1, 2), "first_day": date(2020, 1, 2)}
    for table in tables:
        known = {"recorded_by": "dev-admin", **facts, **days}
        table.get_or_create(id=name_id("demo", "delegation", "dev-head"), defaults=known)


def application(service: Service) -> Flask:
    """The application of the opened service. Building one costs more than most tests: unless calls are counted, one is
    built in each process for the same settings, and then given the parts of this opening.
    """
    settings = service.settings
    if settings.rate_limits != UNCOUNTED or settings.bus_url:
        return service.app()
    own = {name: text.replace(settings.var_dir, "") for name, text in settings.values.items() if name != "DATABASE_URL"}
    key = (service.name, *own.values())
    if key in _applications:
        _applications[key].extensions |= parts(service)
    else:
        _applications[key] = service.app()
    return _applications[key]


def carry(services: list[Service], limit: int = 10_000) -> None:
    """Be the bus: take every event to whoever listens and work it, until nothing moves."""
    for _ in range(limit):
        moved = sum(_fetch(reader, writer) for reader in services for writer in services if reader is not writer)
        worked = sum(_work(service) for service in services)
        if not moved and not worked:
            return
    raise AssertionError("the services never come to rest")


def _fetch(reader: Service, writer: Service) -> int:
    types = {kind.type for kind in reader.handlers if kind.type.startswith(f"{writer.name}.")}
    if not types:
        return 0
    source = reader.source_of(writer.name)
    page = writer.log.page(reader.inbox.cursor(source)[0], 500, types, internal=True)
    return reader.inbox.store_page(page.bodies, source, page.next, page.epoch) if page.bodies else 0


def _work(service: Service) -> int:
    done = 0
    while (outcome := service.inbox.work()) is not None:
        done += outcome is Outcome.DONE
    return done


def told(service: Service, type_part: str = "") -> list[dict[str, Any]]:
    """The events that a service has told, oldest first."""
    events = [json.loads(body) for body in service.log.page(0, 100_000, internal=True).bodies]
    return [event for event in events if type_part in event["type"]]


class Caller:
    """Speaks HTTP to one service as one person; every write carries a fresh Idempotency-Key."""

    def __init__(self, service: Service, issuer: Issuer, sub: str, *roles: str, **claims: Any) -> None:
        self.client = application(service).test_client()
        self.headers = {"Authorization": f"Bearer {issuer.token(sub, *roles, **claims)}"} if sub else {}

    def get(self, url: str, **headers: str) -> Any:
        return self.client.get(url, headers={**self.headers, **headers})

    def post(self, url: str, body: Any = None, match: Any = None, **headers: str) -> Any:
        return self.send("POST", url, body, match, **headers)

    def send(self, method: str, url: str, body: Any = None, match: Any = None, **headers: str) -> Any:
        """`match`: a row (dict with version) or an answer whose ETag is sent as If-Match."""
        tag = match.headers["ETag"] if hasattr(match, "headers") else f'"{match["version"]}"' if match else None
        own = {**self.headers, "Idempotency-Key": uuid7(), **({"If-Match": tag} if tag else {}), **headers}
        return self.client.open(url, method=method, json={} if body is None else body, headers=own)

    def upload(self, url: str, content: bytes, match: Any, name: str = "surat.pdf") -> Any:
        import io

        own = {**self.headers, "If-Match": f'"{match["version"]}"', "Idempotency-Key": uuid7()}
        return self.client.put(url, data={"file": (io.BytesIO(content), name)}, headers=own)
