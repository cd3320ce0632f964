"""Processes die, sleep and are sent away: at named points, beside a twin, again and again over one event."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests import story
from tests.chaos.bot import Bot
from tests.chaos.testbed import Ground
from tests.story import Town

Proof = Callable[[Counter], None]
WRITERS = ("intake", "testing", "complaints", "certificates")
TELLERS = ("testing", "intake")
HEARERS = ("intake", "testing", "complaints", "certificates")
SLEEP = 30.0  # three heartbeats, six leases
MOST = 8  # tries that an event has
ENOUGH = 3 * MOST


def web_before_commit(ground: Ground) -> None:
    _web_dies(ground, "before_commit")


def web_after_commit(ground: Ground) -> None:
    _web_dies(ground, "after_commit")


def _web_dies(ground: Ground, point: str) -> None:
    """Clients without an answer ask again with the same key; the ledger then looks for things made twice."""
    before = ground.answers.retries
    ground.crash_at("web", point, WRITERS, 4)
    assert ground.answers.retries > before, "no client ever had to ask again"


def relay_after_publish(ground: Ground) -> Proof | None:
    if ground.broker:
        ground.crash_at("bus", "after_publish", TELLERS, 6)
        return copies_came
    ground.crash_at("web", "feed_page", TELLERS, 6)
    return None


def relay_after_confirm(ground: Ground) -> None:
    if ground.broker:
        ground.crash_at("bus", "after_confirm", TELLERS, 6)
    else:
        ground.crash_at("bus", "after_store_before_cursor", HEARERS, 6)


def ingest_after_commit(ground: Ground) -> Proof | None:
    ground.crash_at("bus", "after_store_before_ack", HEARERS, 6)
    return copies_came if ground.broker else None


def worker_after_effect(ground: Ground) -> None:
    ground.crash_at("bus", "after_effect_before_done", HEARERS, 6)


def copies_came(sums: Counter) -> None:
    assert sums["absorbed"], "no second copy ever came"


def two_relays(ground: Ground) -> None:
    """A second bus process beside the first; each sleeps in turn past everybody's patience."""
    with _twin(ground, "testing"):
        time.sleep(2)
        for _ in range(2):
            with ground.stopped("testing", "bus"):
                time.sleep(12)
            _swap(ground, "testing")


def slow_process(ground: Ground) -> None:
    """Asleep longer than heartbeats and leases, while a twin works on; what it wakes up with is stale."""
    with _twin(ground, "certificates"), ground.stopped("certificates", "bus"):
        time.sleep(SLEEP)
    with ground.stopped("intake", "bus"):
        time.sleep(SLEEP / 2)


@contextmanager
def _twin(ground: Ground, name: str) -> Iterator[None]:
    """Two bus processes of one service; at the end one of them is killed."""
    processes = ground.office.processes
    first = processes[name, "bus"]
    ground.office.start(name, "bus")
    processes[name, "twin"], processes[name, "bus"] = processes[name, "bus"], first
    try:
        yield
    finally:
        ground.kills += ground.office.kill(name, "twin")


def _swap(ground: Ground, name: str) -> None:
    processes = ground.office.processes
    processes[name, "bus"], processes[name, "twin"] = processes[name, "twin"], processes[name, "bus"]


def endless_crash(ground: Ground) -> None:
    """One event kills whoever acts on it: it is dead at last, others go on, and a retry makes all well."""
    bot = Bot(Town(ground.answers.speaker, lambda: None, None), f"X{ground.seed}")
    order = _waiting_order(ground, bot, bot.hand_in(0, fails=False))
    deadly = {"CRASH_AT": f"on {order['id']}"}
    ground.kill("intake", "bus", **deadly)
    bot._book(order)
    where = f"subject = '{order['id']}' AND type = 'testing.order.scheduled.v1'"
    done = ground.one("intake", f"SELECT COUNT(*) FROM inbox_event WHERE state = 'done' AND NOT ({where})")
    for _ in range(ENOUGH):
        ground.waits_for(lambda: ground.office.dead() or _is_dead(ground, where), 40)
        if _is_dead(ground, where):
            break
        ground.died()
        ground.kill("intake", "bus", **deadly)
    attempts = ground.one("intake", f"SELECT attempts FROM inbox_event WHERE {where}")
    assert _is_dead(ground, where), f"after {attempts} tries it still is not dead"
    assert attempts > MOST, f"dead after {attempts} tries"
    others = ground.one("intake", f"SELECT COUNT(*) FROM inbox_event WHERE state = 'done' AND NOT ({where})")
    assert others > done, "nothing else was done meanwhile"
    _retry(ground, where)


def _waiting_order(ground: Ground, bot: Bot, letter: str) -> dict:
    office = bot.town.at("testing", "front_officer")
    desk = bot.town.at("intake", "front_officer")
    found: list[dict] = []

    def opened() -> bool:
        if desk.get(f"/v1/applications/{letter}").json["state"] != "accepted":
            bot.push(letter)
        found[:] = (bot.tried(office.get(f"/v1/orders?application={letter}")) or {"items": []})["items"]
        return bool(found)

    assert ground.waits_for(opened, 60), "the order was never opened"
    return found[0]


def _is_dead(ground: Ground, where: str) -> bool:
    return ground.rows("intake", f"SELECT state FROM inbox_event WHERE {where}") == [("dead",)]


def _retry(ground: Ground, where: str) -> None:
    """The cause is mended; an operator lets the event try again."""
    ground.kill("intake", "bus")
    id = ground.one("intake", f"SELECT id FROM inbox_event WHERE {where}")
    admin = ground.answers.office.speaker("intake", "admin")
    story.ok(admin.post(f"/v1/dead-events/{id}/retry", {"reason": "mended"}))
    done = f"SELECT COUNT(*) FROM inbox_event WHERE state = 'done' AND {where}"
    assert ground.waits_for(lambda: ground.one("intake", done), 60), "the retry did not help"


def sigterm_storm(ground: Ground) -> None:
    """Everybody is sent away in good order, twice; nobody takes longer than a supervisor waits."""
    for _ in range(2):
        for name, role in list(ground.office.processes):
            ground.terminate(name, role)
        time.sleep(3)
