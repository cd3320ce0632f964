"""A small office on a market day over HTTP: twenty scales booked, recorded, approved and signed by three people."""

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from deploy.demo import client
from deploy.demo.papers import signature, signer
from deploy.http_client import Caller, Office
from shared import clock
from tests.bench import running
from tests.bench.stopwatch import Plan, Row, timed
from tests.live.servers import has_pg, has_rabbit, postgres, rabbitmq
from tests.support import NAMES

Thing = dict[str, Any]
VERIFIERS = ("verifier", "verifier-2")
HEAD = {"name": "Kepala Pasar Sungai Lilin", "phone": "0812-0000-0002", "address": "Pasar Sungai Lilin"}
MARKET = "Pasar Sungai Lilin"
MINUTES = 5000
FLOOR = 50  # calls of /livez in one measuring of the floor
JUDGED = "sah / good"


@dataclass
class Counted(Office):
    """An office that counts each call to it under the step that is being done."""

    step: str = ""
    calls: list[str] = field(default_factory=list)
    waited: Counter = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def person(self, file: str = "") -> "Counting":
        return Counting(self, super().person(file).token)

    @contextmanager
    def doing(self, step: str) -> Iterator[None]:
        self.step, began = step, time.perf_counter()
        yield
        self.seconds[step] = time.perf_counter() - began


class Counting(Caller):
    """Whoever speaks to it; asking again until something has come to pass is waiting."""

    def send(self, *asked: Any) -> bytes:
        self.office.calls.append(self.office.step)
        return super().send(*asked)

    def until(self, path: str, so: Callable[[Any], Any], after: str = "") -> Any:
        before = len(self.office.calls)
        seen = super().until(path, so, after)
        self.office.waited[self.office.step] += len(self.office.calls) - before - 1
        return seen


@dataclass
class Day:
    """One session at the market; `batches`: the head approves and signs with one word, or each by itself."""

    office: Counted
    count: int
    batches: bool = True

    def play(self) -> None:
        letter = self._letter()
        session, orders = self._book(letter)
        self._examine(orders)
        with self.office.doing("approve"):
            self._approve(session)
        self._sign(letter)
        with self.office.doing("closing: letter completed"):
            client.letter_when(self.office, letter, lambda one: one["state"] == "completed", "certificates")

    def _letter(self) -> Thing:
        office, run = self.office, client.run_code()
        owner = {"name": "Budi Santoso"}
        scales = [client.scale(f"B{at}-{run}", mode="group", at=MARKET, owner=owner) for at in range(1, self.count + 1)]
        with office.doing("letter: write, hand in, accept"):
            letter = client.write_letter(office, "applicant-pasar", HEAD, scales, scheme="collective")
            return client.accept(office, client.submit(office, "applicant-pasar", letter))

    def _book(self, letter: Thing) -> tuple[Thing, list[Thing]]:
        office, today = self.office, clock.today(ZoneInfo("Asia/Jakarta"))
        with office.doing("orders heard of"):
            orders = client.orders(office, letter)
        with office.doing("session: plan, publish"):
            session = client.plan_session(office, today, "group", at=MARKET, minutes=MINUTES)
        with office.doing("book"):
            booked = [client.book(office, order, session) for order in orders.values()]
        with office.doing("session: open"):
            client.move_session(office, session, "opening")
        return session, booked

    def _examine(self, orders: list[Thing]) -> None:
        """Two verifiers side by side, each with every second scale."""
        halves = {by: orders[at :: len(VERIFIERS)] for at, by in enumerate(VERIFIERS)}
        with self.office.doing("record"):
            halves = _together(halves, lambda by, order: client.record(self.office, order, by=by))
        with self.office.doing("hand in"):
            _together(halves, lambda by, made: client.hand_in(self.office, made, by))

    def _approve(self, session: Thing) -> None:
        head = self.office.person("head")
        if self.batches:
            head.post(f"/testing/v1/sessions/{session['id']}/approvals", {})
            return
        waiting = head.get(f"/testing/v1/examinations?session={session['id']}&state=submitted&limit=100")["items"]
        for examination in waiting:
            client.approve(self.office, examination)

    def _sign(self, letter: Thing) -> None:
        office, head = self.office, self.office.person("head")
        path = f"/certificates/v1/certificates?application={letter['id']}&limit=100"
        with office.doing("papers heard of"):
            papers = head.until(path, lambda page: len(page["items"]) == self.count, "testing")["items"]
        with office.doing("sign"):
            self._signed(head, papers)
        with office.doing("fetch the signed papers"):
            files = [head.file(f"/certificates/v1/certificates/{paper['id']}/pdf") for paper in papers]
        seen = Office(office.bases, office.tokens)  # looks over it afterwards, so it is not counted
        kid = seen.person("head").get(f"/certificates/v1/certificates/{papers[0]['id']}")["signature"]["kid"]
        certificate = signer(seen, kid)
        if [signature(pdf, certificate) for pdf in files] != [JUDGED] * self.count:
            raise RuntimeError("a paper is not signed")

    def _signed(self, head: Caller, papers: list[Thing]) -> None:
        if not self.batches:
            for paper in papers:
                client.sign(self.office, paper)
            return
        batch = head.post("/certificates/v1/batches", {"certificates": [paper["id"] for paper in papers]})
        head.until(f"/certificates/v1/batches/{batch['id']}", lambda one: one["state"] == "done")


def _together(halves: dict[str, list[Thing]], act: Callable[[str, Thing], Thing]) -> dict[str, list[Thing]]:
    done: dict[str, list[Thing]] = {}
    threads = [
        threading.Thread(target=lambda by=by: done.update({by: [act(by, x) for x in halves[by]]})) for by in halves
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if [len(done.get(by, ())) for by in halves] != [len(half) for half in halves.values()]:
        raise RuntimeError("a verifier did not come to the end")
    return done


def measure(plan: Plan) -> Iterator[Row]:
    """On SQLite and feeds, with batches and without; on PostgreSQL and RabbitMQ."""
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        office, process = stack.enter_context(running.embedded(var))
        yield from _day(office, "SQLite, feeds", plan.scales)
        yield from _day(office, "SQLite, feeds, no batches", plan.scales, False)
        yield from after_work(process.pid)
    if plan.servers and has_pg() and has_rabbit():
        with ExitStack() as stack:
            yield from _day(_on_servers(stack), "PostgreSQL, RabbitMQ", plan.scales)


def after_work(pid: int) -> Iterator[Row]:
    """What web and bus hold when they have drawn and signed; the parent that started them is left out."""
    if not running.shows_memory():
        return
    for child, name in zip(running.family(pid)[1:], ("web", "its worker", "bus"), strict=False):
        yield Row(f"memory after the day: {name}", running.alone(child), "MB")


def _on_servers(stack: ExitStack) -> Office:
    var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
    database, broker = stack.enter_context(postgres()), stack.enter_context(rabbitmq())
    for name in NAMES:
        database(f"bench_{name}")
    urls = {"DATABASE_URL": database("bench_intake").replace("bench_intake", "bench_{service}"), "BUS_URL": broker.url}
    return stack.enter_context(running.embedded(var, **urls, RECONCILE_AGE="5"))[0]


def _day(office: Office, where: str, count: int, batches: bool = True) -> Iterator[Row]:
    Day(Counted(office.bases, office.tokens), 1, batches).play()  # what is loaded at the first paper is loaded now
    before = _floor(office)
    counted = Counted(office.bases, office.tokens)
    Day(counted, count, batches).play()
    floor = median([*before, *_floor(office)])
    calls, against = Counter(counted.calls), "as many GET /livez"
    for step, seconds in counted.seconds.items():
        limit = calls[step] * floor
        yield Row(f"{where}: {step}", seconds, "s", against, limit, seconds / limit, calls[step])
    whole, waited = sum(counted.seconds.values()), counted.waited.total()
    limit = len(counted.calls) * floor
    yield Row(f"{where}: the whole day of {count}", whole, "s", against, limit, whole / limit, len(counted.calls))
    yield Row(f"{where}: calls per scale, without waiting", (len(counted.calls) - waited) / count, "calls")


def _floor(office: Office) -> list[float]:
    anybody = office.person()
    return [timed(lambda: anybody.get("/intake/livez")) for _ in range(FLOOR)]
