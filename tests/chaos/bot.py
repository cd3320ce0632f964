"""Officers who do whatever is to be done next, again and again, whatever dies around them."""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests import story
from tests.live.speaker import Answer
from tests.story import Town

GOOD = (200, 201)
STUBBORN = 240.0
PAUSE = 0.3
# What an officer shrugs at: somebody was faster, the thing moved on, the other service is not there yet.
LATER = {404, 409, 412, 503}


class Broken(AssertionError):
    """An answer that no fault excuses."""


@dataclass
class Officer:
    """Somebody who works through whatever comes; `shrugs`: further answers that a fault at hand excuses."""

    town: Town
    seed: str
    shrugs: set[int] = field(default_factory=set)

    def today(self) -> date:
        """The office's day, also when a run goes on past midnight."""
        return datetime.now(ZoneInfo("Asia/Jakarta")).date()

    def tried(self, answer: Answer) -> Any:
        """The body, or None when it is to be tried again later."""
        if answer.status_code in GOOD:
            return answer.json
        if answer.status_code not in LATER | self.shrugs:
            raise Broken(f"{answer.status_code}: {answer.data[:800]!r}")
        return None

    def insisted(self, ask: Callable[[], Answer]) -> Any:
        """The body of what is asked, with the same key, until it is answered."""
        until = time.monotonic() + STUBBORN
        while (body := self.tried(answer := ask())) is None:
            if time.monotonic() > until:
                raise Broken(f"again and again {answer.status_code}: {answer.data[:800]!r}")
            time.sleep(PAUSE)
        return body


@dataclass
class Bot(Officer):
    """Drives letters to their end. Every creating step carries a key derived from what it creates."""

    failing: set[str] = field(default_factory=set)
    approved: set[str] = field(default_factory=set)
    sessions: list[str] = field(default_factory=list)

    def hand_in(self, number: int, fails: bool) -> str:
        """One letter with one scale, acknowledged; returns its id."""
        serial = f"{self.seed}-{number}"
        items = [story.item("tbo_elektronik", story.TRADER, serial)]
        body = {"party": {"name": f"Pedagang {number}", "phone": "0812"}, "items": items, "channel": "counter"}
        desk = self.town.at("intake", "front_officer")
        made = self.insisted(lambda: desk.post("/v1/applications", body, key=f"{serial}-open"))
        if fails:
            self.failing.add(made["items"][0]["instrument"]["id"])
        return made["id"]

    def begin(self, number: int) -> str:
        """Every fourth scale fails at first."""
        return self.hand_in(number, fails=number % 4 == 0)

    def push(self, id: str) -> bool:
        """Do what can be done for this letter now; True when it has been completed."""
        desk = self.town.at("intake", "front_officer")
        letter = self.tried(desk.get(f"/v1/applications/{id}"))
        if letter is None or letter["state"] == "completed":
            return letter is not None
        if letter["state"] == "draft":
            self.tried(desk.post(f"/v1/applications/{id}/submission", {}, letter, key=f"{id}-submit"))
        elif letter["state"] == "submitted":
            self.tried(desk.post(f"/v1/applications/{id}/acceptance", {}, letter))
        else:
            self._push_orders(id)
        return False

    def rest(self) -> None:
        """The head signs whatever waits."""
        desk = self.town.at("certificates", "head")
        waiting = self.tried(desk.get("/v1/certificates?state=awaiting_signature&limit=100")) or {"items": []}
        for one in waiting["items"]:
            self.tried(desk.post(f"/v1/certificates/{one['id']}/signature", {}, one))

    def open_day(self) -> str:
        """A session that is open and has room."""
        head = self.town.at("testing", "head")
        key = f"{self.seed}-day-{len(self.sessions)}"
        stops = [{"district": story.SUNGAI_LILIN, "name": "Pasar Sungai Lilin"}]
        facts = {"date": str(self.today()), "mode": "office", "stops": stops, "capacity_minutes": 420}
        made = self.insisted(lambda: head.post("/v1/sessions", {**facts, "verifiers": ["P1", "P2"]}, key=key))
        self.sessions.append(made["id"])
        return made["id"]

    def _push_orders(self, id: str) -> None:
        office = self.town.at("testing", "front_officer")
        found = self.tried(office.get(f"/v1/orders?application={id}&limit=100")) or {"items": []}
        for order in found["items"]:
            if order["state"] == "waiting":
                self._book(order)
            elif order["state"] in ("scheduled", "examined") and order["id"] not in self.approved:
                self._examine(order)

    def _book(self, order: Any) -> None:
        head, office = self.town.at("testing", "head"), self.town.at("testing", "front_officer")
        for day in [*self.sessions[-2:], None]:
            session = self.tried(head.get(f"/v1/sessions/{day or self.open_day()}"))
            if session and session["state"] == "planned":
                self.tried(head.post(f"/v1/sessions/{session['id']}/publication", {}, session))
            target = session["id"] if session else None
            if target and self.tried(office.post(f"/v1/orders/{order['id']}/booking", {"session_id": target}, order)):
                return

    def _examine(self, order: Any) -> None:
        """Up to the approval; an order is examined from the submission on, whose answer may not have come."""
        head, verifier = self.town.at("testing", "head"), self.town.at("testing", "verifier")
        session = self.tried(head.get(f"/v1/sessions/{order['session_id']}"))
        if session and session["state"] == "published":
            self.tried(head.post(f"/v1/sessions/{session['id']}/opening", {}, session))
        bad = order["instrument_id"] in self.failing and order["cause"] == "first"
        readings = story.record(story.item("tbo_elektronik", story.TRADER, "x"), *(("1",) if bad else ()))
        body = story.sheet_of(order, readings)
        made = self.tried(verifier.post("/v1/examinations", body, key=f"{order['id']}-examine"))
        now = made and self.tried(verifier.get(f"/v1/examinations/{made['id']}"))
        if now and now["state"] == "recorded":
            now = self.tried(verifier.post(f"/v1/examinations/{now['id']}/submission", {}, now))
        if now and now["state"] == "submitted":
            now = self.tried(head.post(f"/v1/examinations/{now['id']}/approval", {}, now))
        if now and now["state"] == "approved":
            self.approved.add(order["id"])


def drive(bot: Bot, ids: list[str], until: Callable[[], bool]) -> list[str]:
    """Push all letters round and round until each is completed or `until` says stop; returns what is left."""
    left = list(ids)
    for _ in itertools.count():
        if not left or until():
            return left
        left = [id for id in left if not bot.push(id)]
        bot.rest()
    return left


def in_background(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread
