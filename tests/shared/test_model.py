"""The nine promises of delivery hold after every step of any story of crashes, doubles, losses and retries."""

import os
from collections import Counter
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from shared import clock
from shared.auth.actor import CLOCK
from shared.events.envelope import unpack
from shared.operations import dead_letters, reconciliation
from shared.operations.dead_letters import Wanted
from tests.shared.pair import Happened
from tests.shared.world import World

THINGS = st.sampled_from("abc")
COUNT = st.integers(1, 6)
SECONDS = st.sampled_from((1, 8, 200, 1000, 30_000))
ROWS = """SELECT event_id, source, subject, sequence, state, attempts, next_at, lease_until, received_at, id
          FROM inbox_event"""


class Undone(Exception):
    """What was only tried out is taken back."""


class Delivery(RuleBasedStateMachine):
    """Rules are what may happen; invariants are the promises I1 to I9, asked after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.writer, self.reader = self.world.pair.both

    @rule(
        things=st.lists(THINGS, min_size=1, max_size=3), dies_at=st.sampled_from(("", "before_commit", "after_commit"))
    )
    def change(self, things, dies_at):
        self.world.tell(things, dies_at, refused=False)

    @rule(things=st.lists(THINGS, min_size=1, max_size=3))
    def change_in_calm_weather(self, things):
        self.world.tell(things, "", refused=False)
        self.world.relay(100, "")
        self.world.deliver(len(self.world.wire), "")

    @rule(things=st.lists(THINGS, min_size=2, max_size=3))
    def change_that_the_reader_refuses(self, things):
        self.change_in_calm_weather(things)
        for _ in things:
            self.turn("refuse", "")

    @rule(things=st.lists(THINGS, min_size=1, max_size=3))
    def refused_change(self, things):
        self.world.tell(things, "", refused=True)

    @rule(
        count=COUNT, dies_at=st.sampled_from(("", "after_publish", "after_publish:2", "after_confirm", "before_commit"))
    )
    def relay(self, count, dies_at):
        self.world.relay(count, dies_at)

    @rule(
        count=COUNT,
        dies_at=st.sampled_from(("", "before_commit", "after_store_before_cursor", "after_store_before_ack")),
    )
    def deliver(self, count, dies_at):
        self.world.deliver(count, dies_at)

    @precondition(lambda self: self.world.carried)
    @rule(data=st.data())
    def duplicate(self, data):
        self.world.wire.append(data.draw(st.sampled_from(self.world.carried)))

    @precondition(lambda self: len(self.world.wire) > 1)
    @rule(data=st.data())
    def swap(self, data):
        self.world.swap(data.draw(st.integers(0, len(self.world.wire) - 2)))

    @precondition(lambda self: self.world.wire)
    @rule()
    def lose(self):
        self.world.lose()

    @rule(limit=COUNT, dies_at=st.sampled_from(("", "after_store_before_cursor", "after_commit")))
    def read_feed(self, limit, dies_at):
        self.world.heal(limit, dies_at)

    @rule(mood=st.sampled_from(("", "", "glitch", "refuse", "wait", "die")))
    def work(self, mood):
        self.turn(mood, "")

    @rule(dies_at=st.sampled_from(("before_commit", "before_commit:2", "after_effect_before_done", "after_commit:2")))
    def work_and_die(self, dies_at):
        self.turn("", dies_at)

    @rule(seconds=SECONDS)
    def time_passes(self, seconds):
        self.world.now += timedelta(seconds=seconds)

    @rule()
    def requeue(self):
        self.world.requeue()

    @rule()
    def skip(self):
        self.world.skip()

    @rule()
    def restart(self):
        self.world.restart()

    @invariant()
    def i1_nothing_told_is_out_of_reach(self):
        cursor = self.reader.inbox.cursor(self.writer.log.source)[0]
        held = set(self.rows()) | {unpack(body).id for body in self.world.wire}
        sql = "SELECT event_id FROM log_event WHERE position <= ? AND published_at IS NOT NULL"
        gone = {row[0] for row in self.writer.store.execute(sql, cursor)} - held
        assert not gone

    @invariant()
    def i2_one_effect_for_what_is_done_and_none_for_the_rest(self):
        effects = Counter(effect.event_id for effect in self.effects())
        assert effects == Counter(id for id, row in self.rows().items() if row["state"] == "done")
        applied = [(effect.thing, effect.number) for effect in self.effects() if not effect.past]
        assert [(one["thing"], one["number"]) for one in self.data(self.reader)] == applied

    @invariant()
    def i3_effects_come_in_the_order_of_their_subject(self):
        for thing in "abc":
            mine = [effect for effect in self.effects() if effect.thing == thing]
            applied = [effect.sequence for effect in mine if not effect.past]
            assert applied == sorted(applied)
            assert len(applied) == len(mine) or thing in self.world.disturbed

    @invariant()
    def i4_the_log_holds_what_was_committed_and_nothing_else(self):
        assert [(one["thing"], one["number"]) for one in self.data(self.writer)] == self.world.told
        assert self.writer.Effect.select().count() == len(self.world.told)

    @invariant()
    def i5_positions_have_no_gap_and_the_past_never_changes(self):
        rows = self.writer.store.execute("SELECT position, body FROM log_event ORDER BY position").fetchall()
        bodies = [bytes(body) for _, body in rows]
        assert [position for position, _ in rows] == list(range(1, len(rows) + 1))
        assert bodies[: len(self.world.seen)] == self.world.seen
        self.world.seen = bodies

    @invariant()
    def i6_whoever_can_be_worked_on_is_found_whatever_stands_elsewhere(self):
        ready = {row["id"] for row in self.rows().values() if row["event_id"] in self.eligible()}
        with suppress(Undone), clock.frozen_at(self.world.now), self.reader.store.transaction():
            found = self.reader.inbox._claim()
            raise Undone
        assert bool(found) == bool(ready)
        assert not found or found[1].id in ready

    @invariant()
    def i7_the_counts_add_up(self):
        for service in (self.writer, self.reader):
            assert [balance.difference for balance in reconciliation.balances(service)] == [0, 0]
        counts, rows = self.reader.inbox.counts(), self.rows().values()
        blocked = [row for row in rows if row["state"] == "pending" and self.behind(row, "dead")]
        states = Counter(row["state"] for row in rows)
        assert counts["parked"] == len(blocked)
        assert counts["pending"] + counts["parked"] == states["pending"]
        assert {name: counts[name] for name in ("done", "dead", "skipped")} == {
            name: states[name] for name in ("done", "dead", "skipped")
        }

    @invariant()
    def i8_what_is_dead_can_be_driven_again_and_its_subject_with_it(self):
        if any(row["state"] == "dead" for row in self.rows().values()):
            with suppress(Undone), clock.frozen_at(self.world.now), self.reader.store.transaction():
                dead_letters.retry_all(self.reader.context, Wanted(), CLOCK, "tried out")
                rows = list(self.rows().values())
                assert not [row for row in rows if row["state"] == "dead" or self.behind(row, "dead")]
                raise Undone

    @invariant()
    def i9_a_change_needs_nobody_but_its_own_database(self):
        with suppress(Undone), clock.frozen_at(self.world.now), self.writer.store.transaction():
            self.world.pair.tell(Happened, "a", number=0)
            raise Undone

    def teardown(self):
        """I1 and I8: in calm weather everything gets there, also what was dead and is tried again."""
        self.world.settle()
        states = Counter(row["state"] for row in self.rows().values())
        assert states["done"] + states["skipped"] == len(self.world.told) == sum(states.values())
        self.i2_one_effect_for_what_is_done_and_none_for_the_rest()
        self.i3_effects_come_in_the_order_of_their_subject()

    def turn(self, mood: str, dies_at: str) -> None:
        """I6: the worker takes nothing whose turn has not come, and finds nothing only where there is nothing."""
        ready = self.eligible()
        outcome = self.world.work(mood, dies_at)
        assert self.world.worked in ready or not self.world.worked
        assert outcome is not None or not ready

    def eligible(self) -> list[str]:
        """What could be worked on now, computed from the rows without the query that the worker asks."""
        now = clock.rfc3339(self.world.now)
        ready = [row for row in self.rows().values() if row["state"] == "pending" and row["next_at"] <= now]
        free = [row for row in ready if not row["lease_until"] or row["lease_until"] < now]
        return [row["event_id"] for row in free if not self.behind(row, "pending", "dead")]

    def behind(self, row: dict, *states: str) -> bool:
        earlier = [one for one in self.rows().values() if one["subject"] == row["subject"] and one["state"] in states]
        return any(one["sequence"] < row["sequence"] for one in earlier)

    def rows(self) -> dict[str, dict]:
        cursor = self.reader.store.execute(ROWS)
        names = [column[0] for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}

    def effects(self) -> list:
        return list(self.reader.Effect.select().order_by(self.reader.Effect.id))

    def data(self, service) -> list[dict]:
        return [unpack(body).attributes["data"] for body in service.log.page(0, 10_000, internal=True).bodies]


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(
    max_examples=int(os.environ.get("MODEL_EXAMPLES", "25")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
