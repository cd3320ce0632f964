"""Asks the peers what they heard of us: they hold what a restored database has forgotten."""

from typing import Any

from shared.bus.feed import canonical, request
from shared.context import ServiceParts
from shared.operations.recovery import Copies

PAGE = 500


def from_peers(service: ServiceParts) -> list[Copies]:
    """What every peer has beyond our own log; all must answer, because what each has seen counts."""
    others = {name: url for name, url in service.settings.peers.items() if name != service.name}
    return [_of(service, url) for url in others.values()]


def _of(service: ServiceParts, url: str) -> Copies:
    bodies: list[bytes] = []
    seen, after, more = 0, service.log.head()[0], True
    while more:
        query: dict[str, Any] = {"source": service.log.source, "after": after, "limit": PAGE}
        page, headers = request(service, f"{url}/v1/inbox-copies", query)
        bodies += map(canonical, page)
        more, seen, after = bool(page), int(headers["Copies-Seen"]), int(headers["Copies-Next"])
    return Copies(bodies, seen)
