"""Officers who do whatever is to be done next, again and again, whatever dies around them."""

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests import story
from tests.live.speaker import Answer
from tests.story import Town

GOOD = (200, 201)
# What an officer shrugs at: somebody was faster, the thing moved on, the other service is not there yet.
LATER = (404, 409, 412, 503)


class Broken(AssertionError):
    """An answer that no fault excuses."""


@dataclass
class Bot:
    """Drives letters to their end. Every creating step carries a key derived from what it creates."""

    town: Town
    seed: str
    failing: set[str] = field(default_factory=set)
    sessions: list[str] = field(default_factory=list)

    def hand_in(self, number: int, fails: bool) -> str:
        """One letter with one scale, acknowledged; returns its id."""
        serial = f"{self.seed}-{number}"
        items = [story.item("tbo_elektronik", story.TRADER, serial)]
        body = {"party": {"name": f"Pedagang {number}", "phone": "0812"}, "items": items, "channel": "counter"}
        desk = self.town.at("intake", "front_officer")
        made = self._done(desk.post("/v1/applications", body, key=f"{serial}-open"))
        if fails:
            self.failing.add(made["items"][0]["instrument"]["id"])
        return made["id"]

    def push(self, id: str) -> bool:
        """Do what can be done for this letter now; True when it has been completed."""
        desk = self.town.at("intake", "front_officer")
        letter = self._try(desk.get(f"/v1/applications/{id}"))
        if letter is None or letter["state"] == "completed":
            return letter is not None
        if letter["state"] == "draft":
            self._try(desk.post(f"/v1/applications/{id}/submission", {}, letter, key=f"{id}-submit"))
        elif letter["state"] == "submitted":
            self._try(desk.post(f"/v1/applications/{id}/acceptance", {}, letter))
        else:
            self._push_orders(id)
        return False

    def sign(self) -> None:
        """The head signs whatever waits."""
        desk = self.town.at("certificates", "head")
        waiting = self._try(desk.get("/v1/certificates?state=awaiting_signature&limit=100")) or {"items": []}
        for one in waiting["items"]:
            self._try(desk.post(f"/v1/certificates/{one['id']}/signature", {}, one))

    def open_day(self) -> str:
        """A session that is open and has room."""
        head = self.town.at("testing", "head")
        key = f"{self.seed}-day-{len(self.sessions)}"
        stops = [{"district": story.SUNGAI_LILIN, "name": "Pasar Sungai Lilin"}]
        facts = {"date": str(self.town.today), "mode": "office", "stops": stops, "capacity_minutes": 420}
        made = self._done(head.post("/v1/sessions", {**facts, "verifiers": ["P1", "P2"]}, key=key))
        self.sessions.append(made["id"])
        return made["id"]

    def _push_orders(self, id: str) -> None:
        office = self.town.at("testing", "front_officer")
        found = self._try(office.get(f"/v1/orders?application={id}&limit=100")) or {"items": []}
        for order in found["items"]:
            if order["state"] == "waiting":
                self._book(order)
            elif order["state"] == "scheduled":
                self._examine(order)

    def _book(self, order: Any) -> None:
        head, office = self.town.at("testing", "head"), self.town.at("testing", "front_officer")
        for day in [*self.sessions[-2:], None]:
            session = self._try(head.get(f"/v1/sessions/{day or self.open_day()}"))
            if session and session["state"] == "planned":
                self._try(head.post(f"/v1/sessions/{session['id']}/publication", {}, session))
            target = session["id"] if session else None
            if target and self._try(office.post(f"/v1/orders/{order['id']}/booking", {"session_id": target}, order)):
                return

    def _examine(self, order: Any) -> None:
        head, verifier = self.town.at("testing", "head"), self.town.at("testing", "verifier")
        session = self._try(head.get(f"/v1/sessions/{order['session_id']}"))
        if session and session["state"] == "published":
            self._try(head.post(f"/v1/sessions/{session['id']}/opening", {}, session))
        bad = order["instrument_id"] in self.failing and order["cause"] == "first"
        readings = story.record(story.item("tbo_elektronik", story.TRADER, "x"), *(("1",) if bad else ()))
        body = story.sheet_of(order, readings)
        made = self._try(verifier.post("/v1/examinations", body, key=f"{order['id']}-examine"))
        now = made and self._try(verifier.get(f"/v1/examinations/{made['id']}"))
        if now and now["state"] == "recorded":
            now = self._try(verifier.post(f"/v1/examinations/{now['id']}/submission", {}, now))
        if now and now["state"] == "submitted":
            self._try(head.post(f"/v1/examinations/{now['id']}/approval", {}, now))

    def _try(self, answer: Answer) -> Any:
        if answer.status_code in GOOD:
            return answer.json
        if answer.status_code not in LATER:
            raise Broken(f"{answer.status_code}: {answer.data[:800]!r}")
        return None

    def _done(self, answer: Answer) -> Any:
        if answer.status_code not in GOOD:
            raise Broken(f"{answer.status_code}: {answer.data[:800]!r}")
        return answer.json


def drive(bot: Bot, ids: list[str], until: Callable[[], bool]) -> list[str]:
    """Push all letters round and round until each is completed or `until` says stop; returns what is left."""
    left = list(ids)
    for _ in itertools.count():
        if not left or until():
            return left
        left = [id for id in left if not bot.push(id)]
        bot.sign()
    return left


def in_background(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread
