"""Whole markets: letters of many instruments, booked into a day that is called off, then withdrawn; and complaints."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests import complaint, story
from tests.chaos.bot import Officer

CAPACITY = 5000


@dataclass
class Market(Officer):
    """Drives collective letters from the draft to their end. What is to be done next is read from what is there."""

    size: int = 40
    until: Callable[[], bool] = lambda: False
    days: dict[str, str] = field(default_factory=dict)
    taken: dict[str, bool] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def begin(self, number: int) -> str:
        """One letter of the head of a market with the scale of every trader, acknowledged; returns its id."""
        name = f"{self.seed}-{number}"
        items = [self._item(f"{name}-{stall}", stall) for stall in range(self.size)]
        party = {"name": f"Pasar {name}", "phone": "0812"}
        body = {"party": party, "scheme": "collective", "items": items, "channel": "counter"}
        desk = self.town.at("intake", "front_officer")
        return self.insisted(lambda: desk.post("/v1/applications", body, key=f"{name}-open"))["id"]

    def push(self, id: str) -> bool:
        """Do what can be done for this letter now; True when it has been completed."""
        if not self.taken.get(id):
            return self._take(id)
        office = self.town.at("testing", "front_officer")
        found = self.tried(office.get(f"/v1/orders?application={id}&limit=100")) or {"items": []}
        if len(found["items"]) < self.size or not self._day_is_over(id, found["items"]):
            return False
        waiting = [order for order in found["items"] if order["state"] == "waiting"]
        if not waiting:
            return self._is_completed(id)
        self._withdraw(id, waiting)
        return False

    def _take(self, id: str) -> bool:
        """The office takes the letter on; True when that, and all else, was done before."""
        desk = self.town.at("intake", "front_officer")
        letter = self.tried(desk.get(f"/v1/applications/{id}"))
        if letter and letter["state"] == "draft":
            letter = self.tried(desk.post(f"/v1/applications/{id}/submission", {}, letter, key=f"{id}-submit"))
        if letter and letter["state"] == "submitted":
            letter = self.tried(desk.post(f"/v1/applications/{id}/acceptance", {}, letter))
        self.taken[id] = bool(letter) and letter["state"] in ("accepted", "completed")
        return bool(letter) and letter["state"] == "completed"

    def _is_completed(self, id: str) -> bool:
        letter = self.tried(self.town.at("intake", "front_officer").get(f"/v1/applications/{id}"))
        return bool(letter) and letter["state"] == "completed"

    def _day_is_over(self, id: str, orders: list[Any]) -> bool:
        head = self.town.at("testing", "head")
        day = self.tried(head.get(f"/v1/sessions/{self.days.get(id) or self._plan(id)}"))
        if day and day["state"] == "planned":
            self.tried(head.post(f"/v1/sessions/{day['id']}/publication", {}, day))
        elif day and day["state"] == "published":
            self._book(orders, day["id"])
            if day := self.tried(head.get(f"/v1/sessions/{day['id']}")):
                self.tried(head.post(f"/v1/sessions/{day['id']}/cancellation", {}, day))
        return bool(day) and day["state"] == "cancelled"

    def _plan(self, id: str) -> str:
        stops = [{"district": story.SUNGAI_LILIN, "name": "Pasar Sungai Lilin"}]
        facts = {"date": str(self.today()), "mode": "group", "stops": stops, "capacity_minutes": CAPACITY}
        head = self.town.at("testing", "head")
        plan = {**facts, "verifiers": ["P1", "P2"]}
        made = self.insisted(lambda: head.post("/v1/sessions", plan, key=f"{id}-day"))
        return self.days.setdefault(id, made["id"])

    def _book(self, orders: list[Any], day: str) -> None:
        desk = self.town.at("testing", "front_officer")
        for order in orders:
            if order["state"] == "waiting" and not self.until():
                self.tried(desk.post(f"/v1/orders/{order['id']}/booking", {"session_id": day}, order))

    def _withdraw(self, id: str, waiting: list[Any]) -> None:
        """Every third trader asks intake, which asks testing; the others tell the officer in the hall."""
        hall = self.town.at("testing", "front_officer")
        for number, order in enumerate(waiting):
            if self.until():
                return
            if number % 3:
                self.tried(hall.post(f"/v1/orders/{order['id']}/cancellation", {"reason_code": "applicant"}, order))
            elif order["item_id"] not in self.asked:
                self._ask(f"/v1/applications/{id}/items/{order['item_id']}", order["item_id"])

    def _ask(self, where: str, item: str) -> None:
        """The version of a letter moves with each of its items that ends meanwhile; then it is asked the next time."""
        desk = self.town.at("intake", "front_officer")
        found = desk.get(where)
        if self.tried(found) and self.tried(desk.post(f"{where}/withdrawal", {"reason_code": "applicant"}, found)):
            self.asked.add(item)

    def rest(self) -> None:
        """Nothing of a market waits for anybody else."""

    def _item(self, serial: str, stall: int) -> dict[str, Any]:
        owner = {"name": f"Pedagang {serial}", "phone": "0812", "address": f"Los {stall}"}
        return story.item("tbo_elektronik", story.TRADER, serial, mode="group", owner=owner)


@dataclass
class Desk(Officer):
    """Takes complaints by phone and verifies them; each is its own little story in one service."""

    def begin(self, number: int) -> str:
        desk, key = self.town.at("complaints", "complaint_officer"), f"{self.seed}-{number}"
        return self.insisted(lambda: desk.post("/v1/complaints", complaint.BY_PHONE, key=key))["id"]

    def push(self, id: str) -> bool:
        desk = self.town.at("complaints", "complaint_officer")
        case = self.tried(desk.get(f"/v1/complaints/{id}"))
        if case and case["state"] == "received":
            self.tried(desk.post(f"/v1/complaints/{id}/verification", complaint.VERIFICATION, case))
        return bool(case) and case["state"] == "verified"

    def rest(self) -> None:
        """Nobody waits behind this desk."""
