"""Callers with a good network who go about their business, and how long each answer took them."""

import http.client
import itertools
import json
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from deploy.demo import client
from shared.ids import uuid7
from tests.crowd import Crowd

PATIENCE = 30
PARTY = {"name": "Siti Aminah", "phone": "0812-0000-0001", "address": "Pasar Randik, Sekayu"}
REST = 0.05  # between two calls: people, not a load test
LETTERS = "/intake/v1/applications"
COMPLAINTS = "/complaints/v1/complaints"  # without an account
Call = tuple[str, str, bytes | None]


@dataclass
class Record:
    """When each call began, how long it took, and the calls that failed."""

    took: list[tuple[float, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def cut(self, share: float, windows: int = 5) -> float:
        """The median over equal windows of time: one hiccup of the machine is one window."""
        first, last = self.took[0][0], self.took[-1][0] + 1e-9
        parts: list[list[float]] = [[] for _ in range(windows)]
        for began, seconds in self.took:
            parts[int((began - first) / (last - first) * windows)].append(seconds)
        return statistics.median(percentile(part, share) for part in parts if part)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def calls(paper: str) -> Iterator[Call]:
    """Reading, writing a letter, and now and then a complaint without an account."""
    for serial in itertools.count():
        letter = {"party": PARTY, "items": [client.scale(f"S-{serial}-{uuid7()[-6:]}")]}
        yield "GET", f"{LETTERS}?limit=20", None
        yield "POST", LETTERS, json.dumps(letter).encode()
        yield "GET", paper, None
        yield "GET", "/testing/v1/sessions", None
        yield "GET", "/", None
        if not serial % 40:  # few, because an address may lodge only so many
            yield "POST", COMPLAINTS, json.dumps({"subject": "Antrean", "text": f"Antrean ke-{serial}."}).encode()


def work(port: int, crowd: Crowd, seconds: float, callers: int = 2) -> Record:
    """So many callers at once for so long."""
    record, until = Record(), time.monotonic() + seconds
    threads = [threading.Thread(target=_caller, args=(port, crowd, until, record)) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    record.took.sort()
    return record


def _caller(port: int, crowd: Crowd, until: float, record: Record) -> None:
    for method, path, body in calls("/v/AAAA-BBBB-CCCC"):
        if time.monotonic() > until:
            return
        began = time.monotonic()
        said = _ask(port, crowd.token(), method, path, body)
        record.took.append((began, time.monotonic() - began))
        if said:
            record.failed.append(f"{method} {path}: {said}")
        time.sleep(REST)


def _ask(port: int, token: str, method: str, path: str, body: bytes | None) -> str:
    """Empty when it went well."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Idempotency-Key": uuid7(), "Content-Type": "application/json"}
    headers |= {} if path == COMPLAINTS else {"Authorization": f"Bearer {token}"}
    try:
        wire.request(method, path, body, headers)
        answer = wire.getresponse()
        said = answer.read()
    except OSError as error:
        return type(error).__name__
    except http.client.HTTPException as error:
        return type(error).__name__
    finally:
        with suppress(OSError):
            wire.close()
    good = answer.status < 400 or (answer.status == 404 and path.startswith("/v/"))
    return "" if good else f"{answer.status} {said[:200]!r}"
