"""Days and bookings, seen in rows and in what is told: capacity, moves, misses, offers, ends."""

import contextvars
import threading
from datetime import date, timedelta

import pytest

from services.testing.storage import Order, Session, Verifier
from services.testing.usecases import bookings, deadlines, offers, sessions
from shared import clock
from shared.errors import Conflict, Invalid
from shared.service import Service
from tests.support import MONDAY, told
from tests.testing.builders import (
    HEAD,
    OFFICER,
    accepted,
    begun,
    booked,
    item,
    published,
    ready,
    running,
    submitted,
)  # fmt: skip


def types(service: Service, part: str = "") -> list[str]:
    return [event["type"].removeprefix("testing.") for event in told(service, part)]


def test_a_letter_becomes_an_order_per_item_with_a_number_each(office: Service):
    first, second = accepted(
        office, item(), item("timbangan_jembatan", place={"mode": "on_site", "district": "16.06.01"})
    )

    assert (first.state, first.minutes, second.minutes, second.district) == ("waiting", 15, 120, "16.06.01")
    assert first.number != second.number
    assert types(office, "order") == ["order.opened.v1"] * 2


def test_a_booking_takes_minutes_and_gives_the_order_its_period(office: Service):
    [order] = accepted(office, item(units=("1", "2")), period="2026-1")
    day = published(minutes=30)

    order = booked(order, day)

    assert (order.state, order.period, Session.find(day.id).minutes_left) == ("scheduled", "2026-2", 0)
    event = told(office, "order.scheduled")[0]["data"]
    assert (event["date"], event["place"]["name"]) == ("2026-11-23", "Pasar Sungai Lilin")


def test_a_full_day_refuses_and_names_other_days(office: Service):
    first, second = accepted(office, item(), item())
    full, free = published(minutes=15), published(minutes=15)
    booked(first, full)

    with pytest.raises(Conflict, match="session-full") as refusal:
        booked(second, full)
    assert free.id in [other["session_id"] for other in refusal.value.errors[0]["alternatives"]]
    assert len(refusal.value.errors[0]["alternatives"]) == 3  # its own and two of the demo office


def test_parallel_bookings_never_exceed_the_day(office: Service):
    orders = accepted(office, *(item() for _ in range(12)))
    day = published(minutes=5 * 15)
    outcomes: list[str] = []

    def try_booking(order: Order) -> None:
        try:
            booked(order, day)
            outcomes.append("booked")
        except Conflict as refusal:
            outcomes.append(refusal.code)

    # A new thread starts with an empty context; ours has the stopped clock.
    threads = [threading.Thread(target=contextvars.copy_context().run, args=(try_booking, one)) for one in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (outcomes.count("booked"), outcomes.count("session-full")) == (5, 7)
    assert Session.find(day.id).minutes_left == 0


def test_a_move_to_another_day_frees_the_old_place(office: Service):
    [order] = accepted(office)
    old, new = published(minutes=15), published(minutes=15)
    order = booked(order, old)

    order = bookings.reschedule(OFFICER, order.id, order.version, new.id)

    assert (Session.find(old.id).minutes_left, Session.find(new.id).minutes_left) == (15, 0)
    assert types(office, "order")[-1] == "order.rescheduled.v1"


def test_missed_more_often_than_the_rule_allows_ends_the_order(office: Service):
    [order] = accepted(office)
    for _ in range(4):  # data/rules.toml: three times are borne
        day = published()
        booked(order, day)
        begun(day)
        order = Order.find(order.id)
        bookings.miss(OFFICER, order.id, order.version)

    assert Order.find(order.id).state == "cancelled"
    assert told(office, "order.cancelled")[0]["data"]["reason_code"] == "not_presented"
    assert [event["data"]["missed_count"] for event in told(office, "order.missed")] == [1, 2, 3, 4]


def test_a_cancelled_day_releases_everybody_and_counts_against_nobody(office: Service):
    day = published()
    first, second = (booked(order, day) for order in accepted(office, item(), item()))

    sessions.cancel(HEAD, day.id, Session.find(day.id).version)

    assert {(Order.find(one.id).state, Order.find(one.id).missed_count) for one in (first, second)} == {("waiting", 0)}
    assert types(office)[-3:] == ["order.released.v1", "order.released.v1", "session.cancelled.v1"]
    assert Session.find(day.id).used_minutes == 0


def test_a_day_closes_only_when_each_booked_order_has_ended(office: Service):
    [order] = ready(office)
    day = Session.find(order.session_id)

    with pytest.raises(Conflict, match="session-unfinished"):
        sessions.close(HEAD, day.id, day.version)
    submitted(order)
    sessions.close(HEAD, day.id, Session.find(day.id).version)
    assert types(office)[-1] == "session.closed.v1"


def test_a_day_is_not_opened_before_it_comes(office: Service):
    day = published(date=date(2026, 11, 24))

    with pytest.raises(Conflict, match="session-day-not-come"):
        begun(day)


def test_a_plan_hears_of_all_its_faults_at_once(office: Service):
    with pytest.raises(Invalid) as refusal:
        published(date=date(2026, 11, 22), stops=[{"district": "99"}], verifiers=["P9"])

    assert [one["pointer"] for one in refusal.value.errors] == ["/date", "/stops/0/district", "/verifiers/0"]


def test_an_offer_keeps_a_place_until_it_is_taken_or_lapses(office: Service):
    first, second = accepted(office, item(), item())
    day = published(minutes=15, date=date(2026, 12, 15))
    offered = offers.offer(OFFICER, first.id, first.version, day.id)

    assert offered.offered_until == date(2026, 11, 26)  # three working days after Monday
    with pytest.raises(Conflict, match="session-full"):
        offers.offer(OFFICER, second.id, second.version, day.id)

    assert offers.lapse(MONDAY + timedelta(days=4)) == 1
    again = offers.offer(OFFICER, second.id, second.version, day.id)
    assert offers.accept(OFFICER, second.id, again.version).state == "scheduled"
    assert Order.find(first.id).state == "waiting"


def test_orders_of_a_period_that_is_over_keep_their_rank_in_the_next(office: Service):
    [order] = accepted(office)
    with clock.frozen_at(MONDAY + timedelta(days=60)):
        assert deadlines.carry_over(clock.now()) == 1

    after = Order.find(order.id)
    assert (after.period, after.ranked_at) == ("2027-1", order.ranked_at)
    assert told(office, "order.carried_over")[0]["data"]["period"] == "2027-1"


def test_the_demo_office_is_loaded_once(office: Service):
    office.demo()

    assert (Verifier.select().count(), Session.select().count()) == (4, 8)


def test_a_walk_in_joins_a_running_session(office: Service):
    [order] = accepted(office, channel="walk_in")

    assert booked(order, running()).state == "scheduled"


def test_a_day_that_was_cancelled_since_it_was_read_takes_nobody(office: Service):
    [order] = accepted(office)
    read = published()
    sessions.cancel(HEAD, read.id, read.version)

    with office.store.transaction():
        assert not read.take(order.minutes)
    assert Session.find(read.id).used_minutes == 0


def test_a_day_that_was_opened_since_it_was_read_still_takes_who_walks_in(
    office: Service, monkeypatch: pytest.MonkeyPatch
):
    [order] = accepted(office, channel="walk_in")
    day = published()
    take = Session.take

    def overtaken(session: Session, minutes: int, hidden: bool) -> bool:
        if Session.find(day.id).state == "published":
            begun(day)
        return take(session, minutes, hidden)

    monkeypatch.setattr(Session, "take", overtaken)

    assert booked(order, day).state == "scheduled"
    assert Session.find(day.id).minutes_left == 600 - order.minutes
