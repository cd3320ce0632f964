"""Follows the event feeds of the office from another agency: Python alone, no package, a notebook that survives kills.

    python feed_client.py --feed https://…/certificates/v1/events --token-file token --notebook events.db
Every event lands once in the table `event` of the notebook; put what you do with it into `act`.
"""

import argparse
import json
import signal
import sqlite3
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS event (source TEXT, id TEXT, type TEXT, subject TEXT, sequence INTEGER, position INTEGER,
                                  via TEXT, late INTEGER, body TEXT, PRIMARY KEY (source, id));
CREATE INDEX IF NOT EXISTS event_order ON event (source, subject, sequence);
CREATE TABLE IF NOT EXISTS cursor (feed TEXT PRIMARY KEY, position INTEGER, epoch INTEGER);
CREATE TABLE IF NOT EXISTS gap (id INTEGER PRIMARY KEY, at TEXT DEFAULT CURRENT_TIMESTAMP, feed TEXT, what TEXT);
"""
PAUSES = (0.5, 1, 2, 5, 10, 30)
ENDED = 3  # exit code: the office knows us no more; ask its operator


def act(notebook: sqlite3.Connection, event: dict[str, Any], late: bool) -> None:
    """Yours to write. What you write into `notebook` here is kept exactly once, together with the event.

    Events of one subject come in the order of `sequence`, except those told to be `late`: the queue lost them and the
    feed brought them after. Compare `sequence` with what you last saw of the subject before you overwrite anything.
    """


class Ended(Exception):
    """The office refuses us; trying again will not help."""


class Notebook:
    """A SQLite file with every event, and per feed the position up to which it was read. One per thread."""

    def __init__(self, file: str) -> None:
        self.db = sqlite3.connect(file, timeout=60, isolation_level=None)
        self.db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {TABLES}")

    def cursor(self, feed: str) -> tuple[int, int]:
        """Position and epoch of the feed; (0, 1) at the start."""
        return self.db.execute("SELECT position, epoch FROM cursor WHERE feed = ?", (feed,)).fetchone() or (0, 1)

    def keep(self, events: Sequence[dict[str, Any]], via: str, moved: tuple[str, int, int] | None = None) -> int:
        """Events, their effects and the feed's new place in one transaction; returns how many were new."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            new = sum(self._keep(event, via) for event in events)
            if moved:
                self.db.execute("INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)", moved)
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        return new

    def gap(self, feed: str, what: str) -> None:
        """Remember that something was missing, and say so."""
        self.db.execute("INSERT INTO gap (feed, what) VALUES (?, ?)", (feed, what))
        say(f"gap in {feed}: {what}")

    def _keep(self, event: dict[str, Any], via: str) -> int:
        place = (event["source"], event["subject"], int(event["sequence"]))
        later = "SELECT 1 FROM event WHERE source = ? AND subject = ? AND sequence > ? LIMIT 1"
        late = self.db.execute(later, place).fetchone() is not None
        row = (place[0], event["id"], event["type"], *place[1:], int(event["position"]), via, late)
        body = json.dumps(event, ensure_ascii=False)
        marks = "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        new = self.db.execute(marks, (*row, body)).rowcount
        if new:
            act(self.db, event, late)
        return new


@dataclass(frozen=True)
class Page:
    """A piece of a feed and where it stands."""

    events: list[dict[str, Any]]
    next: int
    head: int
    epoch: int


@dataclass(frozen=True)
class Feed:
    """One service's feed; it gives the types that the token grants."""

    url: str
    token: str

    def page(self, after: int, wait: int = 0) -> Page:
        query = urllib.parse.urlencode({"after": after, "limit": 500, "wait": wait})
        request = urllib.request.Request(f"{self.url}?{query}", headers={"Authorization": f"Bearer {self.token}"})
        try:
            with urllib.request.urlopen(request, timeout=wait + 30) as answer:
                places = (int(answer.headers[f"Feed-{name}"]) for name in ("Next", "Head", "Epoch"))
                return Page(json.load(answer), *places)
        except urllib.error.HTTPError as error:
            if error.code in (401, 403):
                raise Ended(f"{self.url}: {error.code} {error.read().decode(errors='replace')}") from error
            raise


def read(notebook: Notebook, feed: Feed, wait: int = 0) -> int:
    """Keep one page; returns how many events were new. A kill at any line repeats the page and loses nothing."""
    after, epoch = notebook.cursor(feed.url)
    page = feed.page(after, wait)
    if broken := torn(page, after, epoch):
        notebook.gap(feed.url, f"{broken}; reading again from the start, what is known is absorbed")
        notebook.keep([], "feed", (feed.url, 0, page.epoch))
        return 0
    return notebook.keep(page.events, "feed", (feed.url, page.next, page.epoch))


def torn(page: Page, after: int, epoch: int) -> str:
    """Why the feed does not go on where we left it; empty when it does."""
    if after and page.epoch != epoch:
        return f"the office was restored: epoch {page.epoch} after {epoch}"
    return f"the feed ends at {page.head}, before our {after}" if page.head < after else ""


@dataclass(frozen=True)
class Ends:
    """What ends the loops: somebody stops us, or the office refuses us."""

    stopping: threading.Event
    refused: threading.Event

    def refuse(self, why: Ended) -> None:
        say(str(why))
        self.refused.set()
        self.stopping.set()

    def code(self) -> int:
        return ENDED if self.refused.is_set() else 0


def follow(file: str, feed: Feed, ends: Ends, wait: int = 20) -> None:
    """Read for ever; an office that is away is tried again, ever more slowly."""
    notebook, failures = Notebook(file), 0
    while not ends.stopping.is_set():
        try:
            read(notebook, feed, wait)
            failures = 0
        except (OSError, ValueError) as error:
            say(f"{feed.url} is away: {error}")
            ends.stopping.wait(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1
        except Ended as error:
            ends.refuse(error)


def options(purpose: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("--feed", action="append", default=[], help="address of a feed; may be repeated")
    parser.add_argument("--token-file", help="file with the feed token", required=True)
    parser.add_argument("--notebook", default="events.db", help="SQLite file that remembers everything")
    return parser


def ends_on_signals() -> Ends:
    ends = Ends(threading.Event(), threading.Event())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ends.stopping.set())
    return ends


def say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S')} {text}\n")


def main() -> int:
    parser = options("Follow the event feeds of the office.")
    parser.add_argument("--wait", type=int, default=20, help="seconds that the office may wait for news")
    chosen = parser.parse_args()
    ends, token = ends_on_signals(), Path(chosen.token_file).read_text().strip()
    Notebook(chosen.notebook)  # makes the tables before the threads meet there
    for url in chosen.feed:  # daemons: a read that is cut off loses nothing
        arguments = (chosen.notebook, Feed(url, token), ends, chosen.wait)
        threading.Thread(target=follow, args=arguments, daemon=True).start()
    while not ends.stopping.wait(1):
        pass
    return ends.code()


if __name__ == "__main__":
    sys.exit(main())
