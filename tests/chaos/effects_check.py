"""Whether what was promised and told has really been done: acknowledged answers and logs against the tables."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.chaos import ledger
from tests.chaos.answers import Acknowledged

# What every acknowledged move has told of its thing; a keyed one may be answered again from the drawer.
TOLD = {
    ("intake", "submission"): {"intake.application.submitted.v1"},
    ("intake", "acceptance"): {"intake.application.accepted.v1"},
    ("testing", "publication"): {"testing.session.published.v1"},
    ("testing", "booking"): {"testing.order.scheduled.v1"},
    ("testing", "cancellation"): {"testing.order.cancelled.v1", "testing.session.cancelled.v1"},
    ("testing", "approval"): {"testing.examination.passed.v1", "testing.examination.failed.v1"},
    ("certificates", "signature"): {"certificates.certificate.issued.v1"},
    ("complaints", "complaints"): {"complaints.complaint.received.v1"},
    ("complaints", "verification"): {"complaints.complaint.verified.v1"},
}
# Where the things lie that a service speaks of.
THINGS = {
    "intake": {name: name for name in ("application", "item", "instrument", "party")},
    "testing": {"order": '"order"', "session": "session", "examination": "examination"},
    "certificates": {"certificate": "certificate"},
    "complaints": {"complaint": "complaint"},
}
# A thing that was told of once and only once, and the rows of which that must be true.
ONCE = [
    ("intake", {"intake.application.accepted.v1"}, "application WHERE accepted_at IS NOT NULL"),
    ("intake", {"intake.item.ended.v1"}, "item WHERE state IN ('certified', 'rejected_on_test', 'withdrawn')"),
    ("intake", {"intake.application.completed.v1"}, "application WHERE state = 'completed'"),
    ("testing", {"testing.order.opened.v1"}, '"order"'),
    ("testing", {"testing.order.cancelled.v1"}, "\"order\" WHERE state = 'cancelled'"),
    ("testing", TOLD["testing", "approval"], "examination WHERE state = 'approved'"),
    ("certificates", {"certificates.certificate.issued.v1"}, "certificate WHERE signed_at IS NOT NULL"),
    ("complaints", {"complaints.complaint.received.v1"}, "complaint"),
]
# What an item may be when the last order of it has come so far.
AGREES = {
    "waiting": {"waiting", "awaiting_retest"},
    "scheduled": {"scheduled"},
    "examined": {"tested", "awaiting_retest", "certified", "rejected_on_test"},
    "cancelled": {"withdrawn", "rejected_on_test", "not_presented"},
}
ITEMS = "SELECT id, state, instrument_id FROM item"
ACCEPTED = "SELECT body FROM log_event WHERE type = 'intake.application.accepted.v1'"
FIRST_ORDERS = "SELECT source_key, id FROM \"order\" WHERE cause = 'first'"
LAST_ORDERS = 'SELECT item_id, state FROM "order" WHERE item_id IS NOT NULL ORDER BY (retest_of IS NOT NULL), id'
PAPERS = "SELECT examination_id, kind, state, instrument_id, item_id, living FROM certificate"
SERIALS = "SELECT serial, COUNT(*) FROM instrument WHERE brand = 'Sonic' GROUP BY serial HAVING COUNT(*) > 1"


@dataclass
class Deeds:
    """The tables of the four services. `excused`: subjects that a restore has reported as not to be rebuilt."""

    places: dict[str, Path | str]
    excused: set[str] = field(default_factory=set)

    def read(self, name: str, sql: str) -> list[tuple]:
        return ledger.rows(self.places[name], sql)

    @cached_property
    def told(self) -> dict[str, dict[str, Counter[str]]]:
        """By service and type, how often each subject was told of."""
        found: dict[str, dict[str, Counter[str]]] = {}
        for name in self.places:
            types = found.setdefault(name, defaultdict(Counter))
            for type_, subject in self.read(name, "SELECT type, subject FROM log_event"):
                types[type_][subject] += 1
        return found

    @cached_property
    def ids(self) -> dict[str, dict[str, set[str]]]:
        """By service and kind of thing, the ids of all rows."""
        return {
            name: {thing: {row[0] for row in self.read(name, f"SELECT id FROM {table}")} for thing, table in of.items()}
            for name, of in THINGS.items()
        }

    def check(self, answers: Iterable[Acknowledged], found: ledger.Findings) -> None:
        """Add to `found` what is not as it was promised or told."""
        self._promises(answers, found)
        self._unfounded(found)
        for name, types, rows in ONCE:
            self._once(name, types, rows, found)
        self._orders(found)
        self._papers(found)
        found.double_effects += [f"intake: {count} scales {serial}" for serial, count in self.read("intake", SERIALS)]

    def _promises(self, answers: Iterable[Acknowledged], found: ledger.Findings) -> None:
        """Every 2xx: its position stands in the log, its thing in a table, its move was told; one key, one thing."""
        heads = {name: sum(sum(one.values()) for one in self.told[name].values()) for name in self.places}
        keyed: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        known = {name: set().union(*self.ids[name].values()) for name in THINGS}
        for one in answers:
            told = TOLD.get((one.service, one.move), set())
            if one.created:
                keyed[one.service, one.path, one.key].add(one.id)
            if one.id and one.id not in known[one.service] | self.excused:
                found.lost.append(f"{one.service}: acknowledged {one.path}, and {one.id} is in no table")
            if one.position > heads[one.service]:
                found.lost.append(f"{one.service}: acknowledged position {one.position} of {heads[one.service]}")
            if told and one.id not in self.excused and not any(self.told[one.service][type_][one.id] for type_ in told):
                found.lost.append(f"{one.service}: acknowledged {one.path}, and it was never told")
        found.double_effects += [f"{one[0]}: {one[2]} made {sorted(ids)}" for one, ids in keyed.items() if len(ids) > 1]

    def _unfounded(self, found: ledger.Findings) -> None:
        """Nothing is told of what is in no table: a change that was rolled back left no word behind."""
        for name, types in self.told.items():
            for type_, subjects in types.items():
                rows = self.ids[name].get(type_.split(".")[1])
                strange = subjects.keys() - rows - self.excused if rows is not None else ()
                found.unfounded += [f"{name}: {type_} of {subject}, which is not there" for subject in sorted(strange)]

    def _once(self, name: str, types: set[str], rows: str, found: ledger.Findings) -> None:
        counts = sum((self.told[name][type_] for type_ in types), Counter())
        there = {row[0] for row in self.read(name, f"SELECT id FROM {rows}")}
        what = "/".join(sorted(types))
        found.lost += [f"{name}: {id} never told {what}" for id in sorted(there - counts.keys())]
        found.unfounded += [
            f"{name}: {what} of {id}, which is not so" for id in sorted(counts.keys() - there - self.excused)
        ]
        found.double_effects += [f"{name}: {what} of {id} {n} times" for id, n in sorted(counts.items()) if n > 1]

    def _orders(self, found: ledger.Findings) -> None:
        """Each item of an accepted letter has one first order, and is where its last order has come."""
        bodies = [json.loads(bytes(row[0]))["data"] for row in self.read("intake", ACCEPTED)]
        items = {item["item_id"] for data in bodies for item in data["items"]}
        opened = Counter(key.removeprefix("item:") for key, _ in self.read("testing", FIRST_ORDERS))
        found.lost += [f"intake → testing: no order of item {id}" for id in sorted(items - opened.keys())]
        found.double_effects += [f"testing: {n} orders of item {id}" for id, n in opened.items() if n > 1]
        found.unfounded += [f"testing: an order of item {id}" for id in sorted(opened.keys() - items)]
        states = {id: state for id, state, _ in self.read("intake", ITEMS)}
        last = dict(self.read("testing", LAST_ORDERS))
        wrong = [id for id, state in last.items() if id in states and states[id] not in AGREES[state]]
        found.lost += [f"testing → intake: order {last[id]}, item {id} {states[id]}" for id in sorted(wrong)]

    def _papers(self, found: ledger.Findings) -> None:
        """Each approved examination has one paper; each certified item one that holds, and nobody has two."""
        papers = self.read("certificates", PAPERS)
        drawn = Counter(paper[0] for paper in papers)
        approved = sum((self.told["testing"][type_] for type_ in TOLD["testing", "approval"]), Counter())
        found.lost += [f"testing → certificates: no paper of {id}" for id in sorted(approved.keys() - drawn.keys())]
        found.double_effects += [f"certificates: {n} papers of {id}" for id, n in drawn.items() if n > 1]
        found.unfounded += [f"certificates: a paper of {id}" for id in sorted(drawn.keys() - approved.keys())]
        hold = Counter(paper[3] for paper in papers if paper[5] and paper[1:3] == ("verification", "valid"))
        certified = {row[2] for row in self.read("intake", ITEMS) if row[1] == "certified"}
        found.lost += [f"certificates → intake: {id} has no paper that holds" for id in sorted(certified - hold.keys())]
        found.unfounded += [f"certificates: {id} holds, not certified" for id in sorted(hold.keys() - certified)]
        found.double_effects += [f"certificates: {n} papers of {id} hold" for id, n in hold.items() if n > 1]
