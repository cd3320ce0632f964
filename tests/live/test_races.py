"""Two officers at once, each at another process of the same service: nobody overwrites, no number is skipped."""

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.ids import uuid7
from tests import story
from tests.chaos.bot import Bot
from tests.live.office import Office, running
from tests.live.running import eventually
from tests.live.servers import free_port
from tests.live.speaker import Speaker
from tests.story import Town, ok

DATABASES = ("sqlite", "postgresql")
WEIGHT = {"nominal": "1", "unit": "kg", "class": "M1"}
MINUTES, PLACES, WANTED = 5, 50, 200  # kinds.csv: five minutes for a weight
IN_SHARE = 8  # so many threads of one process serve one caller (shared/http/thread_shares.py); a ninth call is a 429
DAYS = 60  # so often two officers try at once: the gap that they may slip through is a few milliseconds wide


@dataclass
class Twins:
    """An office in which every service has two web processes on one database."""

    office: Office
    seconds: dict[str, tuple[int, subprocess.Popen]]

    def both(self, service: str, role: str, *, alone: bool = False) -> list[Speaker]:
        """Two persons of that role, or one in two windows, each at another process."""
        here = self.office.speaker(service, role)
        there = self.office.speaker(service, role, sub=f"dev-{role}" if alone else f"dev-{role}-2")
        there.url = f"http://127.0.0.1:{self.seconds[service][0]}"
        return [here, there]

    def at_once(self, deeds: list[Callable[[], Any]]) -> list[Any]:
        with ThreadPoolExecutor(IN_SHARE) as crowd:
            return [one.result() for one in [crowd.submit(deed) for deed in deeds]]


@pytest.fixture(scope="module", params=DATABASES)
def twins(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    cluster = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    database = (lambda name: cluster(f"race_{name}")) if cluster else None
    with running(Office(tmp_path_factory.mktemp(request.param), database=database)) as office:
        made = {name: _second(office, name) for name in ("intake", "testing", "certificates")}
        yield Twins(office, made)
        for _, process in made.values():
            process.terminate()
            process.wait(30)


def _second(office: Office, name: str) -> tuple[int, subprocess.Popen]:
    """A further web process of a service."""
    port = free_port()
    office.ports[f"{name}-2"] = port
    env = {**office._environment(name), "LISTEN": f"127.0.0.1:{port}"}
    with (office.var / f"{name}-2-web.log").open("ab") as log:
        process = subprocess.Popen(office._command(name, "web"), env=env, stdout=log, stderr=log)
    office.wait_ready(f"{name}-2")
    return port, process


@pytest.fixture
def bot(twins: Twins) -> Bot:
    town = Town(twins.office.speaker, lambda: None, datetime.now(ZoneInfo("Asia/Jakarta")).date())
    return Bot(town, f"race-{id(town)}")


def serials(numbers: list[str], place: int) -> list[int]:
    return sorted(int(number.replace("/", "-").split("-")[place]) for number in numbers)


def continuous(found: list[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise(found))


def test_forty_letters_submitted_from_two_windows_each_get_one_number_without_a_hole(twins: Twins, bot: Bot):
    desks = twins.both("intake", "front_officer", alone=True)  # a draft is its writer's alone
    letters = [ok(desks[0].get(f"/v1/applications/{bot.hand_in(number, False)}")) for number in range(40)]
    path = "/v1/applications/{0}/submission"

    answers = twins.at_once(
        [lambda desk=desk, one=one: desk.post(path.format(one["id"]), {}, one) for one in letters for desk in desks]
    )

    assert Counter(answer.status_code for answer in answers) == {200: 40, 412: 40}
    numbers = [answer.json["number"] for answer in answers if answer.status_code == 200]
    assert len(set(numbers)) == 40
    assert continuous(serials(numbers, 2))


def test_a_letter_accepted_by_two_officers_is_accepted_once(twins: Twins, bot: Bot):
    desks = twins.both("intake", "front_officer")
    letters = [ok(desks[0].get(f"/v1/applications/{bot.hand_in(number, False)}")) for number in range(20)]
    submitted = [ok(desks[0].post(f"/v1/applications/{one['id']}/submission", {}, one)) for one in letters]
    path = "/v1/applications/{0}/acceptance"

    answers = twins.at_once(
        [lambda desk=desk, one=one: desk.post(path.format(one["id"]), {}, one) for one in submitted for desk in desks]
    )

    assert Counter(answer.status_code for answer in answers) == {200: 20, 412: 20}
    for one in submitted:
        history = ok(desks[0].get(f"/v1/applications/{one['id']}/history"))["items"]
        assert [row["action"] for row in history].count("accept") == 1


def test_the_same_key_at_two_processes_acts_once(twins: Twins):
    desks = twins.both("intake", "front_officer")
    desks[1].token = desks[0].token
    body = {"party": {"name": "Siti Aminah", "phone": "0812"}, "channel": "counter"}

    answers = twins.at_once(
        [lambda desk=desk: desk.post("/v1/applications", body, key="one-key") for desk in desks * 6]
    )

    made = [answer.json["id"] for answer in answers if answer.status_code == 201]
    assert len(set(made)) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}


def test_two_hundred_bookings_on_fifty_places_give_exactly_fifty(twins: Twins, bot: Bot):
    orders = _orders(twins, bot)
    day = story.session(bot.town, minutes=PLACES * MINUTES)
    offices = twins.both("testing", "front_officer")
    path, body = "/v1/orders/{0}/booking", {"session_id": day["id"]}

    answers = twins.at_once(
        [
            lambda desk=offices[at % 2], one=one: desk.post(path.format(one["id"]), body, one)
            for at, one in enumerate(orders)
        ]
    )

    assert Counter(answer.status_code for answer in answers) == {200: PLACES, 409: WANTED - PLACES}
    assert ok(offices[0].get(f"/v1/sessions/{day['id']}"))["minutes_left"] == 0
    assert continuous(serials([one["number"] for one in orders], 0))


def test_two_verifiers_who_begin_at_once_make_one_record_of_a_booking(twins: Twins, bot: Bot):
    day = story.session(bot.town)
    office, head = bot.town.at("testing", "front_officer"), bot.town.at("testing", "head")
    orders = _orders(twins, bot, DAYS)
    for one in orders:
        ok(office.post(f"/v1/orders/{one['id']}/booking", {"session_id": day["id"]}, one))
    story.open_session(bot.town, day)
    desks = twins.both("testing", "verifier")

    answers = twins.at_once(
        [
            lambda desk=desk, one=one: desk.post("/v1/examinations", {"order_id": one["id"]})
            for one in orders
            for desk in desks
        ]
    )

    assert Counter(answer.status_code for answer in answers) == {201: DAYS, 409: DAYS}
    assert {answer.json["code"] for answer in answers if answer.status_code == 409} == {"already-recorded"}
    records = _every(head, f"/v1/examinations?session={day['id']}&limit=100")
    assert sorted(one["order_id"] for one in records) == sorted(one["id"] for one in orders)


def test_nobody_is_booked_into_a_day_that_is_cancelled_at_the_same_moment(twins: Twins, bot: Bot):
    orders = _orders(twins, bot, DAYS)
    days = [story.session(bot.town) for _ in orders]
    desks, heads = twins.both("testing", "front_officer"), twins.both("testing", "head")
    deeds: list[Callable[[], Any]] = []
    for at, (order, day) in enumerate(zip(orders, days, strict=True)):
        here, there = desks[at % 2], heads[(at + 1) % 2]
        booking = (f"/v1/orders/{order['id']}/booking", {"session_id": day["id"]}, order)
        deeds.append(lambda desk=there, day=day: desk.post(f"/v1/sessions/{day['id']}/cancellation", {}, day))
        deeds.append(lambda desk=here, booking=booking: desk.post(*booking))

    answers = twins.at_once(deeds)

    assert {answer.status_code for answer in answers} <= {200, 409, 412}
    found = [ok(desks[0].get(f"/v1/orders/{order['id']}")) for order in orders]
    states = [ok(heads[0].get(f"/v1/sessions/{day['id']}"))["state"] for day in days]
    assert set(zip(states, (order["state"] for order in found), strict=True)) <= {
        ("cancelled", "waiting"),
        ("published", "scheduled"),
    }


def test_papers_signed_from_two_windows_are_signed_once_and_numbered_without_a_hole(twins: Twins, bot: Bot):
    waiting = _papers(twins, bot, 6)
    heads = twins.both("certificates", "head", alone=True)  # the office has one holder at a time
    path = "/v1/certificates/{0}/signature"

    answers = twins.at_once(
        [lambda desk=desk, one=one: desk.post(path.format(one["id"]), {}, one) for one in waiting for desk in heads]
    )

    assert Counter(answer.status_code for answer in answers)[200] == len(waiting)
    assert {answer.status_code for answer in answers} <= {200, 409, 412}
    numbers = [answer.json["number"] for answer in answers if answer.status_code == 200]
    assert continuous(serials([number.rpartition("500.2.3.15/")[2] for number in numbers], 0))


def _orders(twins: Twins, bot: Bot, count: int = WANTED) -> list[Any]:
    """So many orders that wait for a day."""
    items = [story.item("anak_timbangan", WEIGHT, f"{bot.seed}-{uuid7()}") for _ in range(count)]
    desk = bot.town.at("intake", "front_officer")
    party = {"name": "Toko Emas", "phone": "0812"}
    letter = ok(desk.post("/v1/applications", {"party": party, "items": items, "channel": "counter"}), 201)
    letter = ok(desk.post(f"/v1/applications/{letter['id']}/submission", {}, letter))
    ok(desk.post(f"/v1/applications/{letter['id']}/acceptance", {}, letter))
    office, found = bot.town.at("testing", "front_officer"), []

    def all_there() -> bool:
        """With the names of their places, which come after them and change their versions."""
        found[:] = _every(office, f"/v1/orders?application={letter['id']}&limit=100")
        return len(found) == count and all("name" in order["place"] for order in found)

    eventually(all_there, f"{count} orders")
    return found


def _every(desk: Speaker, path: str) -> list[Any]:
    """All pages of a list."""
    found, cursor = [], ""
    while cursor is not None:
        page = ok(desk.get(f"{path}&cursor={cursor}" if cursor else path))
        found, cursor = found + page["items"], page["next"] or None
    return found


def _papers(twins: Twins, bot: Bot, count: int) -> list[Any]:
    """Certificates that wait for a signature."""
    ids = [bot.hand_in(number, False) for number in range(count)]
    head, found = bot.town.at("certificates", "head"), []

    def all_wait() -> bool:
        for id in ids:
            bot.push(id)
        found[:] = ok(head.get("/v1/certificates?state=awaiting_signature&limit=100"))["items"]
        return len(found) >= count

    eventually(all_wait, f"{count} papers that wait")
    return found
