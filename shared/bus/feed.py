"""Reads a peer's feed: the whole carrier where there is no broker, the second witness where there is one."""

import json
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shared import clock
from shared.config import path
from shared.context import ServiceParts
from shared.database import counters

PAGE = 500
PATIENCE = 10


@dataclass(frozen=True)
class Sheet:
    """A page as it came: bodies, the position to go on from, the producer's last position and epoch."""

    bodies: list[bytes]
    next: int
    head: int
    epoch: int


def read_feed(service: ServiceParts, name: str, url: str, wait: int = 0) -> int:
    """Store one page of a peer's feed with the cursor, in one transaction; returns how many events were new."""
    return _turn(service, name, url, wait)[0]


def catch_up(
    service: ServiceParts,
    name: str,
    url: str,
    older: timedelta | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> int:
    """Read a peer's feed page by page to where it ends now, or until `enough()`; returns how many events were new.

    `older`: leave what is younger to the broker and stop before it.
    """
    new, more = 0, True
    while more and not enough():
        found, more = _turn(service, name, url, older=older)
        new += found
    return new


def _turn(
    service: ServiceParts, name: str, url: str, wait: int = 0, older: timedelta | None = None
) -> tuple[int, bool]:
    """One page: how many events were new, and whether it led on to more that were there already."""
    source = service.source_of(name)
    service.inbox.begin_anew(source, _types(service, name))
    position, epoch = service.inbox.cursor(source)
    sheet = _ask(service, name, url, {"after": position, "limit": PAGE, "wait": wait})
    if sheet.epoch != epoch:  # a restored producer: what both still have stands, what follows is read again
        common = min(position, _last_common(service, name, url))
        return service.inbox.store_page([], source, common, sheet.epoch), True
    if older:
        sheet = _ripe(sheet, position, older)
    if sheet.head > sheet.next:  # whoever watches sees how far we are behind
        counters.put(service.store, f"head {source}", sheet.head)
    if not sheet.bodies and sheet.next == position:
        return 0, False
    beside = bool(service.settings.bus_url)
    new = service.inbox.store_page(sheet.bodies, source, sheet.next, sheet.epoch, comparing=beside)
    return new, position < sheet.next < sheet.head


def _last_common(service: ServiceParts, name: str, url: str) -> int:
    """A position at which the peer still tells what we heard there; found by ever longer steps back, 0 if nowhere."""
    back, heard = 0, service.inbox.heard(service.source_of(name), 0)
    while heard:
        position, event_id = heard
        sheet = _ask(service, name, url, {"after": position - 1, "limit": 1, "wait": 0})
        if sheet.bodies and json.loads(sheet.bodies[0])["id"] == event_id:
            return position
        back = 2 * back + 1
        heard = service.inbox.heard(service.source_of(name), back)
    return 0


def sources(service: ServiceParts) -> dict[str, str]:
    """The peers whose events somebody here hears, with the addresses of their feeds."""
    spoken = {kind.type.split(".")[0] for kind in service.handlers}
    return {name: url for name, url in service.settings.peers.items() if name in spoken}


def request(service: ServiceParts, url: str, query: dict[str, Any]) -> tuple[list[dict[str, Any]], Any]:
    """The events that a peer answers, and the headers beside them."""
    token = path(service.settings.feed_token_file).read_text().strip()
    asked = urllib.request.Request(
        f"{url}?{urllib.parse.urlencode(query)}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=query.get("wait", 0) + PATIENCE) as answer:
        return json.load(answer), answer.headers


def canonical(one: dict[str, Any]) -> bytes:
    """An event as its log wrote it: reading and writing again gives the same bytes."""
    return json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode()


def _ask(service: ServiceParts, name: str, url: str, query: dict[str, Any]) -> Sheet:
    events, headers = request(service, f"{url}/v1/events", {**query, "type": ",".join(_types(service, name))})
    source = service.source_of(name)
    if strangers := {one.get("source", source) for one in events} - {source}:
        raise ValueError(f"the feed of {name} speaks in the name of {sorted(strangers)}")
    return Sheet(list(map(canonical, events)), *(int(headers[f"Feed-{part}"]) for part in ("Next", "Head", "Epoch")))


def _types(service: ServiceParts, name: str) -> list[str]:
    return sorted(kind.type for kind in service.handlers if kind.type.startswith(f"{name}."))


def _ripe(sheet: Sheet, position: int, older: timedelta) -> Sheet:
    """The part of a page that the broker has had time enough to bring; what a wrong clock dated ahead counts as old."""
    ripe, now = [], clock.now()
    for body in sheet.bodies:
        event = json.loads(body)
        if now - older <= datetime.fromisoformat(event["time"]) <= now + clock.SLACK:
            return replace(sheet, bodies=ripe, next=position)
        ripe.append(body)
        position = int(event["position"])
    return replace(sheet, bodies=ripe)
