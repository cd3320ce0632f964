"""A service that comes back from an older copy: its word, its peers' word, and what is gone for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.bus.feed import catch_up
from shared.bus.peer_copies import from_peers
from shared.database import sequences
from shared.events.envelope import unpack
from shared.operations import backup
from shared.operations.recovery import Report, recover
from tests.live.running import Running
from tests.shared.pair import Happened, Sample, Unheard, Whispered


def series(pair: Running) -> str:
    """The numbers of this year, as the office counts years."""
    return f"letter-{pair.writer.context.today().year}"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Running]:
    pair = Running(tmp_path)
    yield pair
    pair.end()


def rest(pair: Running) -> None:
    """Until nothing moves: read both feeds, work both inboxes."""
    moved = 1
    while moved:
        moved = 0
        for service in pair.both:
            for name, url in service.settings.peers.items():
                moved += catch_up(service, name, url) if name != service.name else 0
            while service.inbox.work():
                moved += 1


def tell(pair: Running, first: int, last: int) -> None:
    for number in range(first, last):
        pair.tell((Happened, Whispered)[number % 2], "abc"[number % 3], number=number)
    rest(pair)


def copy(pair: Running, service: Sample) -> Path:
    return backup.save(service.store, service.settings.database_url, pair.var / "yesterday")


def restore(pair: Running, service: Sample, file: Path) -> Report:
    """What an operator does: put the copy back, take the own word back."""
    url = service.settings.database_url
    service.close()
    pair.open(service)
    backup.put_back(service.store, url, file)
    pair.open(service)
    return recover(service, from_peers(service))


def test_own_events_come_back_byte_for_byte(pair: Running):
    tell(pair, 0, 6)
    file = copy(pair, pair.writer)
    tell(pair, 6, 20)
    before = pair.told(pair.writer)

    report = restore(pair, pair.writer, file)

    assert pair.told(pair.writer) == before
    assert (report.epoch, report.recovered, report.lost, report.missing) == (2, 14, 0, {})
    assert set(report.behind) == {"a", "b", "c"}
    assert sum(map(len, report.behind.values())) == 14


def test_a_number_that_went_out_after_the_copy_is_never_given_again(pair: Running):
    def take(count: int) -> list[int]:
        taken = []
        for _ in range(count):
            with pair.writer.store.transaction():
                taken.append(sequences.take(pair.writer.store, series(pair)))
                pair.tell(Happened, "a", number=taken[-1])
        rest(pair)
        return taken

    given = take(3)
    file = copy(pair, pair.writer)
    given += take(4)

    report = restore(pair, pair.writer, file)

    assert report.skipped == {series(pair): [4, 7]}
    assert take(2) == [8, 9]
    assert pair.writer.inbox.counts()["dead"] == 0


def test_without_a_loss_no_number_is_left_out_and_a_new_year_begins_at_one(pair: Running):
    with pair.writer.store.transaction():
        sequences.take(pair.writer.store, series(pair))

    assert restore(pair, pair.writer, copy(pair, pair.writer)).skipped == {}
    with pair.writer.store.transaction():
        assert sequences.leap(pair.writer.store, 2099, 2) == {"letter-2099": [1, 2]}
        assert sequences.take(pair.writer.store, "letter-2099") == 3


def test_after_a_restore_of_the_writer_the_reader_goes_on_and_doubles_nothing(pair: Running):
    tell(pair, 0, 6)
    file = copy(pair, pair.writer)
    tell(pair, 6, 20)
    restore(pair, pair.writer, file)

    tell(pair, 20, 30)

    assert [number for _, number in sorted(pair.effects(pair.reader), key=lambda one: one[1])] == list(range(30))
    assert pair.reader.inbox.cursor(pair.writer.log.source) == (30, 2)
    assert sorted(number for _, number in pair.effects(pair.writer)) == list(range(30))


def test_after_a_restore_of_the_reader_the_feed_brings_back_what_it_forgot(pair: Running):
    """Its own answers of then come back too, so none is given twice."""
    tell(pair, 0, 6)
    file = copy(pair, pair.reader)
    tell(pair, 6, 20)
    answers = pair.told(pair.reader)

    restore(pair, pair.reader, file)
    rest(pair)

    assert sorted(number for _, number in pair.effects(pair.reader)) == list(range(20))
    assert pair.told(pair.reader) == answers
    assert sorted(number for _, number in pair.effects(pair.writer)) == list(range(20))


def test_what_nobody_heard_is_marked_as_lost_and_named_by_subject(pair: Running):
    tell(pair, 0, 3)
    file = copy(pair, pair.writer)
    pair.tell(Happened, "a", number=3)
    pair.tell(Unheard, "a", number=4)
    pair.tell(Happened, "a", number=5)
    rest(pair)
    reach = pair.writer.log.head()[0]

    report = restore(pair, pair.writer, file)

    log = [unpack(body) for body in pair.told(pair.writer)]
    assert [one.position for one in log] == list(range(1, reach + 1))
    assert (report.recovered, report.lost, report.missing) == (2, 1, {"a": [3]})
    assert [one.type for one in log if one.type not in (Happened.type, Whispered.type)] == ["writer.log.lost.v1"]


def test_new_events_stand_above_whatever_a_peer_has_seen(pair: Running):
    """The last ones were heard by nobody, but the peer's cursor went past them."""
    tell(pair, 0, 3)
    file = copy(pair, pair.writer)
    pair.tell(Unheard, "a", number=3)
    pair.tell(Unheard, "a", number=4)
    rest(pair)

    report = restore(pair, pair.writer, file)
    tell(pair, 5, 6)

    assert (report.head, report.recovered, report.lost) == (5, 0, 2)
    assert unpack(pair.told(pair.writer)[-1]).position == 6
    assert ("c", 5) in pair.effects(pair.reader)


def test_a_reader_that_was_away_during_the_restore_goes_back_to_what_both_still_have(pair: Running):
    """Its cursor stands beyond the new head: without a new epoch it would wait there and miss what is told below."""
    tell(pair, 0, 6)
    file = copy(pair, pair.writer)
    tell(pair, 6, 12)
    url = pair.writer.settings.database_url
    pair.writer.close()
    pair.open(pair.writer)
    backup.put_back(pair.writer.store, url, file)
    pair.open(pair.writer)
    recover(pair.writer, [])

    tell(pair, 20, 22)

    assert {number for _, number in pair.effects(pair.reader)} == {*range(12), 20, 21}
    assert pair.reader.inbox.cursor(pair.writer.log.source) == (8, 2)


def test_a_copy_is_whole_while_others_write(pair: Running):
    tell(pair, 0, 4)

    with pair.writer.store.transaction():
        pair.writer.log.emit(Happened, thing="a", number=99)
        file = copy(pair, pair.writer)

    restore(pair, pair.writer, file)
    assert len(pair.told(pair.writer)) == 4


def test_only_services_may_ask_for_copies(pair: Running, issuer, caller):
    assert caller(pair.reader).get("/v1/inbox-copies?source=x").status_code == 401
    assert caller(pair.reader, "subscriber").get("/v1/inbox-copies?source=x").status_code == 403
    assert caller(pair.reader, "service").get("/v1/inbox-copies?source=x").json == []


def test_a_tool_that_is_not_here_is_named_in_a_sentence():
    with pytest.raises(backup.Failed, match="no-such-tool: No such file"):
        backup._run(["no-such-tool"], "postgresql://a:b@127.0.0.1/c")
