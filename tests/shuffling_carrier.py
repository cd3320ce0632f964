"""A carrier with moods: it brings events in any order across subjects, some twice, and lets work happen in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from shared.events.envelope import unpack
from shared.events.retry_policy import Outcome
from shared.service import Service
from tests.support import carry

# What may come after the step that follows from it: the paper of an examination is signed before intake has heard of
# the examination, so that paper and examination, which different services tell, meet in any order.
LATE = {("intake", f"testing.examination.{verdict}.v1") for verdict in ("passed", "failed")}


@dataclass
class Weather:
    """What each reader has still to get of each subject, in order; `chance` decides who gets what, and when."""

    services: Sequence[Service]
    chance: Random
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    waiting: dict[tuple[str, str], list[bytes]] = field(default_factory=dict)
    held: list[tuple[str, bytes]] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Until everything is brought and worked on; nothing may be left over, and nothing may have died of it."""
        held, self.held, idle = self.held, [], set()
        for name, body in held:
            self._wait(name, body)
        while moves := self._moves(idle):
            name, move = self.chance.choice(moves)
            idle = set() if move() else idle | {name}
        if not self.held:
            carry(list(self.services))  # known to all by now; the cursors follow
        left = {one.name: {**one.inbox.counts(), "done": 0} for one in self.services}
        assert not any(sum(counts.values()) for counts in left.values()), (left, self.trace[-30:])

    def _moves(self, idle: set[str]) -> list[tuple[str, Callable[[], bool]]]:
        """Every step that can be taken now; a worker that found nothing rests until something else has happened."""
        for reader in self.services:
            for writer in self.services:
                self._listen(reader, writer)
        bring = [("", lambda key=key: self._bring(*key)) for key, bodies in self.waiting.items() if bodies]
        work = [(one.name, lambda one=one: self._work(one)) for one in self.services if one.name not in idle]
        return bring + work

    def _listen(self, reader: Service, writer: Service) -> None:
        types = {kind.type for kind in reader.handlers if kind.type.startswith(f"{writer.name}.")}
        if not types or reader is writer:
            return
        page = writer.log.page(self.seen.get((reader.name, writer.name), 0), 500, types, internal=True)
        self.seen[reader.name, writer.name] = page.next
        for body in page.bodies:
            self._sort(reader.name, body)

    def _sort(self, name: str, body: bytes) -> None:
        """Hold back, at times, what nobody needs before people have done their next step."""
        one = unpack(body)
        before = (name, one.subject) in {(held, unpack(other).subject) for held, other in self.held}
        if before or ((name, one.type) in LATE and self.chance.random() < 0.5):
            self.held.append((name, body))
        else:
            self._wait(name, body)

    def _wait(self, name: str, body: bytes) -> None:
        self.waiting.setdefault((name, unpack(body).subject), []).append(body)

    def _bring(self, name: str, subject: str) -> bool:
        """The next event of one subject to one reader; now and then it will come once more."""
        reader = next(one for one in self.services if one.name == name)
        body = self.waiting[name, subject][0]
        reader.inbox.store_page([body])
        if self.chance.random() > 0.1:
            del self.waiting[name, subject][0]
        self.trace.append(f"{name} <- {unpack(body).type} {subject}")
        return True

    def _work(self, service: Service) -> bool:
        outcome: Any = service.inbox.work()
        if outcome is not None:
            self.trace.append(f"{service.name}: {outcome}")
        return outcome in (Outcome.DONE, Outcome.WAIT)
