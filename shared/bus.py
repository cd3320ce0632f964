"""The bus process of a service: reads the peers' feeds, works the inbox, runs the clock's jobs, until told to stop."""

import json
import logging
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from shared import jobs
from shared.config import path
from shared.inbox import Outcome
from shared.service import Service

log = logging.getLogger("shared.bus")
IDLE = 0.5
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
PAGE = 500
LONG_POLL = 10


class Bus:
    """The loops of one service, each in its own thread with its own connection."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.stopping = threading.Event()
        self.news = threading.Event()
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        loops = [("work", self._work), ("jobs", self._jobs)]
        loops += [(f"feed-{name}", _reading(self, name, url)) for name, url in self._sources().items()]
        for name, loop in loops:
            thread = threading.Thread(target=loop, name=f"{self.service.name}-{name}", daemon=True)
            thread.start()
            self.threads.append(thread)

    def stop(self, patience: float = 20.0) -> None:
        """Finish the transaction at hand, begin nothing new."""
        self.stopping.set()
        self.news.set()
        for thread in self.threads:
            thread.join(patience)

    def _sources(self) -> dict[str, str]:
        """The peers whose events somebody here hears."""
        spoken = {kind.type.split(".")[0] for kind in self.service.handlers}
        return {name: url for name, url in self.service.settings.peers.items() if name in spoken}

    def _work(self) -> None:
        while not self.stopping.is_set():
            try:
                outcome = self.service.inbox.work()
            except Exception:  # the database may be away; the loop must outlive that
                log.exception("inbox of %s", self.service.name)
                outcome = None
            if outcome is None:
                self.news.wait(IDLE)
                self.news.clear()
            elif outcome is not Outcome.DONE:
                log.warning("event not done", extra={"outcome": str(outcome)})

    def _jobs(self) -> None:
        while not self.stopping.is_set():
            try:
                jobs.run_due(self.service.store, self.service.jobs)
            except Exception:
                log.exception("jobs of %s", self.service.name)
            self.stopping.wait(IDLE)


def _reading(bus: Bus, name: str, url: str) -> Any:
    """The loop that reads one peer's feed for ever; a peer that is away is tried again, ever more slowly."""

    def loop() -> None:
        failures = 0
        while not bus.stopping.is_set():
            failures = 0 if _read(bus, name, url, failures) else failures + 1
            if failures:
                bus.stopping.wait(PAUSES[min(failures, len(PAUSES)) - 1])

    return loop


def _read(bus: Bus, name: str, url: str, failures: int) -> bool:
    """One page; False when the peer, or the own database, is away. The cursor then has not moved: nothing is lost."""
    try:
        if read_feed(bus.service, name, url, LONG_POLL):
            bus.news.set()
    except Exception as error:
        known = isinstance(error, OSError | ValueError)
        if failures == 0 or not known:
            log.warning("feed of %s is away: %s", name, error, exc_info=not known)
        return False
    return True


def read_feed(service: Service, name: str, url: str, wait: int = 0) -> int:
    """Read one page of a peer's feed and store it with the cursor; returns how many events were new."""
    source = service.source_of(name)
    position, epoch = service.inbox.cursor(source)
    types = ",".join(sorted(kind.type for kind in service.handlers if kind.type.startswith(f"{name}.")))
    query = urllib.parse.urlencode({"after": position, "limit": PAGE, "wait": wait, "type": types})
    token = feed_token(path(service.settings.feed_token_file))
    request = urllib.request.Request(f"{url}/v1/events?{query}", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=wait + 10) as answer:
        bodies = [json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() for one in json.load(answer)]
        reached, now = int(answer.headers["Feed-Next"]), int(answer.headers["Feed-Epoch"])
    if now != epoch:  # a restored producer: read again from the start, what is known is absorbed
        reached = 0
    if not bodies and (reached, now) == (position, epoch):
        return 0
    return service.inbox.store_page(bodies, source, reached, now)


def feed_token(file: Path) -> str:
    return file.read_text().strip()
