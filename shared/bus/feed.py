"""Reads a peer's feed: the whole carrier where there is no broker, the second witness where there is one."""

import json
import urllib.parse
import urllib.request
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shared import clock, tally
from shared.config import path
from shared.service import Service

PAGE = 500
PATIENCE = 10


@dataclass(frozen=True)
class Sheet:
    """A page as it came: bodies, the position to go on from, the producer's last position and epoch."""

    bodies: list[bytes]
    next: int
    head: int
    epoch: int


def read_feed(service: Service, name: str, url: str, wait: int = 0, older: timedelta | None = None) -> int:
    """Store one page of a peer's feed with the cursor, in one transaction; returns how many events were new.

    `older`: leave what is younger to the broker and stop before it.
    """
    source = service.source_of(name)
    position, epoch = service.inbox.cursor(source)
    sheet = _ask(service, name, url, {"after": position, "limit": PAGE, "wait": wait})
    if sheet.epoch != epoch:  # a restored producer: read again from the start, what is known is absorbed
        return service.inbox.store_page([], source, 0, sheet.epoch)
    if older:
        sheet = _ripe(sheet, position, clock.now() - older)
    if sheet.head > sheet.next:  # whoever watches sees how far we are behind
        tally.put(service.store, f"head {source}", sheet.head)
    if not sheet.bodies and sheet.next == position:
        return 0
    return service.inbox.store_page(sheet.bodies, source, sheet.next, sheet.epoch)


def sources(service: Service) -> dict[str, str]:
    """The peers whose events somebody here hears, with the addresses of their feeds."""
    spoken = {kind.type.split(".")[0] for kind in service.handlers}
    return {name: url for name, url in service.settings.peers.items() if name in spoken}


def _ask(service: Service, name: str, url: str, query: dict[str, Any]) -> Sheet:
    types = ",".join(sorted(kind.type for kind in service.handlers if kind.type.startswith(f"{name}.")))
    token = path(service.settings.feed_token_file).read_text().strip()
    request = urllib.request.Request(
        f"{url}/v1/events?{urllib.parse.urlencode({**query, 'type': types})}",
        headers={"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=query["wait"] + PATIENCE) as answer:
        bodies = [json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() for one in json.load(answer)]
        return Sheet(bodies, *(int(answer.headers[f"Feed-{part}"]) for part in ("Next", "Head", "Epoch")))


def _ripe(sheet: Sheet, position: int, before: datetime) -> Sheet:
    """The part of a page that the broker has had time enough to bring."""
    ripe = []
    for body in sheet.bodies:
        event = json.loads(body)
        if datetime.fromisoformat(event["time"]) >= before:
            return replace(sheet, bodies=ripe, next=position)
        ripe.append(body)
        position = int(event["position"])
    return replace(sheet, bodies=ripe)
