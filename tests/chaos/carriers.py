"""What happens to the events on their way: a broker that dies, forgets, blocks or refuses; copies, disorder, poison."""

import json
import time
from collections import Counter, defaultdict
from contextlib import closing
from typing import Any

import pika

from tests import complaint, story
from tests.chaos import ledger
from tests.chaos.killings import Proof, copies_came
from tests.chaos.testbed import Ground

EXCHANGE = "uttp.events"
UNROUTED = "uttp.events.unrouted"
BIG = 20 * 1024 * 1024
STALL = 10.0  # the relay's patience with a broker that confirms nothing
HEARTBEATS = 35.0
SENT = "SELECT COUNT(*) FROM log_event WHERE published_at IS NOT NULL"
UNSENT = """SELECT subject, type, body FROM log_event WHERE published_at IS NULL AND NOT internal ORDER BY position"""
ANY_DEAD = "state = 'dead' AND source IN ('unreadable', 'urn:poison')"
CONFIRMED = "SELECT type, body FROM log_event WHERE published_at IS NOT NULL AND NOT internal"
FLOOD = 20


def late_confirms(ground: Ground) -> None:
    """Confirms come later than the relay waits: it begins anew, and marks nothing that was not confirmed to it."""
    drops = _said(ground, "no confirm for too long")
    ground.proxy.delay, ground.proxy.mode = 2 * STALL, "delay"
    time.sleep(1)
    before = _sent(ground)
    noticed = ground.waits_for(lambda: _said(ground, "no confirm for too long") > drops, 3 * STALL)
    after = _sent(ground)
    ground.proxy.mode = "pass"
    ground.proxy.reset()
    assert noticed, "the relay never lost its patience"
    assert after == before, "events were marked as sent without a confirm"


def broker_killed(ground: Ground) -> None:
    for _ in range(2):
        ground.broker.kill()
        time.sleep(1)
        _writing_goes_on(ground)
        ground.restart_broker()
        time.sleep(4)


def broker_wiped(ground: Ground) -> Proof:
    """All queues and bindings are gone, with what a sleeping reader had not fetched; the feeds bring it, and say so."""
    with ground.stopped("certificates", "bus"), ground.stopped("intake", "bus"):
        time.sleep(6)
        ground.restart_broker(wiped=True)
    time.sleep(6)
    return _healed(ground)


def half_open(ground: Ground) -> None:
    """Nothing passes and nothing closes: within three heartbeats somebody knocks anew."""
    before = ground.proxy.accepted
    ground.proxy.mode = "hole"
    noticed = ground.waits_for(lambda: ground.proxy.accepted > before, HEARTBEATS)
    _writing_goes_on(ground)
    ground.proxy.mode = "pass"
    ground.proxy.reset()
    assert noticed, "nobody noticed the hole"


def memory_alarm(ground: Ground) -> None:
    """Blocked, not broken: writing goes on, the age of what waits is shown, nobody reconnects in haste."""
    drops = _said(ground, "relay drops its connection")
    ground.broker.ctl("set_vm_memory_high_watermark", "0.00001")
    try:
        shown = ground.waits_for(lambda: _gauge(ground, "event_log_oldest_waiting_seconds") >= 2, 2 * STALL)
        _writing_goes_on(ground)
        time.sleep(1.5 * STALL)
    finally:
        ground.broker.ctl("set_vm_memory_high_watermark", "0.4")
    assert shown, "no gauge shows that events wait"
    storm = _said(ground, "relay drops its connection") - drops
    assert storm <= len(ground.office.names), f"{storm} new connections while blocked"


def full_subscriber(ground: Ground) -> None:
    """Another agency's queue drops its oldest: nobody else notices, and the feed has everything.

    A queue that refuses instead, which no grant ever makes, shows why: all others get the same events again and again.
    """
    before = ground.sums()["absorbed"]
    with closing(ground.at_broker()) as connection:
        channel = connection.channel()
        _foreign(channel, "drop-head", 3)
        time.sleep(8)
        calm = ground.sums()["absorbed"] - before
        assert calm < FLOOD, f"{calm} copies because a foreign queue was full"
        channel.queue_delete("ext.chaos")
        refusals = _said(ground, "the broker refused a message")
        _foreign(channel, "reject-publish", 1)
        shown = ground.waits_for(lambda: _said(ground, "the broker refused a message") > refusals)
        channel.queue_delete("ext.chaos")
    assert shown, "a queue that refuses is not noticed"
    _feed_is_whole(ground, "testing")


def binding_lost(ground: Ground) -> Proof:
    """Bindings are gone: one event is heard by nobody then and lies unrouted, others are missed by one reader.

    A date that is missed comes by the feed after later words about it have acted: it is set aside then.
    """
    with closing(ground.at_broker()) as connection:
        channel = connection.channel()
        channel.queue_purge(UNROUTED)
        channel.queue_unbind("testing.inbox", EXCHANGE, "intake.application.accepted.v1")
        for missed in ("testing.order.cancelled.v1", "testing.order.scheduled.v1"):
            channel.queue_unbind("intake.inbox", EXCHANGE, missed)
        before = ground.sums()["healed"]
        found = ground.waits_for(lambda: _lies_unrouted(channel, "intake.application.accepted.v1"), 40)
        ground.waits_for(lambda: ground.sums()["healed"] > before, 40)  # while the bindings are gone
    ground.kill("testing", "bus")
    ground.kill("intake", "bus")
    assert found, "what nobody hears did not come to the unrouted queue"
    return _healed(ground)


def duplicates(ground: Ground) -> Proof:
    """Copies of what came, and news in another order of subjects, some of it late; on the feed all is read again."""
    if ground.broker is None:
        for name in ground.office.names:
            ground.kills += ground.office.kill(name, "bus")
            ledger.execute(ground.shelf.place(name), "UPDATE source_cursor SET position = 0")
            ground.office.start(name, "bus")
        return copies_came
    ground.kills += ground.office.kill("testing", "bus")
    ground.waits_for(lambda: len(ground.rows("testing", UNSENT)) > 20)
    with closing(ground.at_broker()) as connection:
        channel = connection.channel()
        late = _out_of_order(ground, channel)
        time.sleep(2)
        for type_, body in late:
            channel.basic_publish(EXCHANGE, type_, body)
        _again(ground, channel)
    ground.office.start("testing", "bus")
    return copies_came


def poison(ground: Ground) -> None:
    """What no reader can read is kept with its bytes, and everything else flows on; then an operator gives it up."""
    strange = {"specversion": "1.0", "source": "urn:poison", "type": "testing.order.scheduled.v99", "subject": "x"}
    unknown = json.dumps({**strange, "id": "p-1", "time": "2026-01-01T00:00:00Z", "sequence": "1", "position": "1"})
    bodies = [b"{not json", b"", b"\xff\xfe", unknown.encode(), b"x" * BIG]
    with closing(ground.at_broker()) as connection:
        for body in bodies:
            properties = pika.BasicProperties(content_type="image/png", content_encoding="binary")
            connection.channel().basic_publish("", "intake.inbox", body, properties)
    dead = f"SELECT id, body FROM inbox_event WHERE {ANY_DEAD}"
    assert ground.waits_for(lambda: len(ground.rows("intake", dead)) >= len(bodies), 60), "poison is not in the list"
    kept = {bytes(row[1]) for row in ground.rows("intake", dead)}
    assert kept == set(bodies), "poison was not kept byte for byte"
    admin = ground.office.speaker("intake", "admin")
    for id, _ in ground.rows("intake", dead):
        story.ok(admin.post(f"/v1/dead-events/{id}/skip", {"reason": "poison"}))


def _writing_goes_on(ground: Ground) -> None:
    """I9: every service takes writes, whatever became of the bus."""
    key = f"{ground.seed}-{time.monotonic_ns()}"
    letter = {"party": {"name": "Siti", "phone": "0812"}}
    story.ok(ground.answers.speaker("intake", "front_officer").post("/v1/applications", letter, key=key), 201)
    desk = ground.answers.speaker("complaints", "complaint_officer")
    story.ok(desk.post("/v1/complaints", complaint.BY_PHONE, key=key), 201)


def _healed(ground: Ground) -> Proof:
    """The feed brought what the broker did not, and the alarm says so."""

    def proof(sums: Counter) -> None:
        assert sums["healed"], "nothing was healed"
        assert _gauge(ground, "source_healed"), "no gauge shows it"

    return proof


def _gauge(ground: Ground, name: str) -> float:
    """The highest value of a gauge that any service shows."""
    lines = [
        line
        for each in ground.office.names
        for line in ground.office.speaker(each).get("/metrics").data.decode().splitlines()
        if line.startswith(f"{name}{{")
    ]
    return max((float(line.rsplit(" ", 1)[1]) for line in lines), default=0.0)


def _said(ground: Ground, text: str) -> int:
    return sum(ground.said(name, "bus", text) for name in ground.office.names)


def _sent(ground: Ground) -> int:
    return sum(ground.one(name, SENT) for name in ground.office.names)


def _foreign(channel: Any, overflow: str, most: int) -> None:
    arguments = {"x-queue-type": "quorum", "x-max-length": most, "x-overflow": overflow}
    channel.queue_declare("ext.chaos", durable=True, arguments=arguments)
    channel.queue_bind("ext.chaos", EXCHANGE, "#")


def _feed_is_whole(ground: Ground, name: str) -> None:
    """Whoever lost events in a queue reads them in the feed: it has every public one, in order."""
    reader, after, got = ground.office.speaker(name, "service"), 0, []
    head = ground.one(name, "SELECT position FROM log_head WHERE id = 1")
    while after < head:
        page = reader.get(f"/v1/events?after={after}&limit=500")
        got += [int(event["position"]) for event in page.json]
        after = int(page.headers["Feed-Next"])
    assert [place for place in got if place <= head] == list(range(1, head + 1)), "the feed has holes"


def _lies_unrouted(channel: Any, type_: str) -> bool:
    """Look through all that nobody heard."""
    while (found := channel.basic_get(UNROUTED, auto_ack=True))[0] is not None:
        if found[1].type == type_:
            return True
    return False


def _out_of_order(ground: Ground, channel: Any) -> list[tuple[str, bytes]]:
    """Publish what the relay has not, subject by subject in any order; returns what is held back for later."""
    waiting: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for subject, type_, body in ground.rows("testing", UNSENT):
        waiting[subject].append((type_, bytes(body)))
    subjects, late = list(waiting), []
    ground.rng.shuffle(subjects)
    for subject in subjects:
        if ground.rng.random() < 0.1:
            late += waiting[subject]
            continue
        for type_, body in waiting[subject]:
            channel.basic_publish(EXCHANGE, type_, body)
    return late


def _again(ground: Ground, channel: Any) -> None:
    """A tenth of what the broker ever had, but at least some, as it comes."""
    for name in ground.office.names:
        told = ground.rows(name, CONFIRMED)
        for type_, body in ground.rng.sample(told, min(len(told), max(50, len(told) // 10), 2000)):
            channel.basic_publish(EXCHANGE, type_, bytes(body))
