"""Nothing personal gets to where it does not belong: marks are put into every text, header, name and account, whole
stories are played over HTTP, and then every place is read in which they could have been left."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import NAMES, application
from tests.taint import classes, fields, places, stories
from tests.taint.markers import ADDRESS, OFFICERS


@pytest.fixture(scope="module")
def played(tmp_path_factory: Any) -> Iterator[stories.Played]:
    with stories.played(tmp_path_factory.mktemp("taint")) as done:
        yield done


def names_in(played: stories.Played, raw: bytes) -> list[str]:
    """Personal fields whose marks stand in these bytes."""
    return sorted(played.ledger.found(raw))


def test_every_free_text_is_declared(played):
    known = {name for one in played.services.values() for name, _ in fields.texts(one, application(one))}

    assert sorted(name for name in known if not classes.class_of(name)) == []
    faults = {kind: wanted for kind, facts in classes.classes().items() if "purpose" in facts
              for wanted in classes.WANTED if not facts.get(wanted)}  # fmt: skip
    assert faults == {}


def test_the_stories_leave_a_mark_in_every_personal_text(played):
    assert sorted(set(played.ledger.personal) - played.ledger.kept - REFUSED) == []
    assert played.ledger.kept & REFUSED == set()


def test_a_mark_lies_readable_in_no_column_but_those_that_are_named(played):
    faults = set()
    for service in played.services.values():
        for column, cell in places.cells(service):
            faults |= {
                f"{column}: {name}" for name in names_in(played, cell) if not classes.allows(name, "open", column)
            }

    assert sorted(faults) == []


def test_the_account_of_an_officer_lies_readable_where_the_table_says_so_and_nowhere_else(played):
    """Three officers keep the accounts by which the demo office knows them; they bear no mark."""
    known = {f"dev-{role}".encode() for role in OFFICERS}
    found = {column for one in played.services.values() for column, cell in places.cells(one) if cell in known}

    assert sorted(found - set(classes.classes()["officer_account"]["open"])) == []


def test_no_file_holds_a_mark_that_no_table_may_hold(played):
    """The bytes of databases and journals, of papers and their names."""
    open_ = {name for name in played.ledger.marks.values() if classes.classes()[classes.class_of(name)].get("open")}
    faults = {f"{file}: {name}" for file, raw in places.files(played.folder) for name in names_in(played, raw)
              if name not in open_}  # fmt: skip

    assert sorted(faults) == []


def test_no_line_of_a_log_and_no_metric_holds_a_mark(played):
    assert played.log.count(b"\n") > 1000
    assert names_in(played, played.log) == []
    for service in played.services.values():
        assert names_in(played, application(service).test_client().get("/metrics").data) == []


@pytest.mark.parametrize(("internal", "where"), [(False, ("public",)), (True, ("public", "told"))])
def test_events_carry_what_their_type_may_carry(played, internal, where):
    faults = set()
    for service in played.services.values():
        for kind, body in places.told(service, internal):
            names = names_in(played, body)
            faults |= {f"{kind}: {name}" for name in names if not any(classes.allows(name, at, kind) for at in where)}

    assert sorted(faults) == []


def test_an_answer_shows_a_text_to_those_who_may_see_it(played):
    faults = {f"{name} to {role or 'nobody'}" for role, _, name in played.ledger.shown
              if not classes.allows(name, "shown", role.split("-")[0])}  # fmt: skip

    assert sorted(faults) == []


def test_whoever_calls_without_a_name_leaves_neither_trace_nor_address(played):
    """The trace and the address that a client brings could be those of acts under his name."""
    faults = [
        f"{where}" for where, raw in everything(played) for trace in played.ledger.traces if trace.encode() in raw
    ]

    assert sorted(set(faults)) == []
    assert [where for where, raw in everything(played) if ADDRESS.encode() in raw] == []


def everything(played: stories.Played) -> Iterator[places.Found]:
    yield "log", played.log
    for service in played.services.values():
        yield from places.cells(service)
        yield from places.told(service, True)


# Personal texts that no story brings in yet: each is sent, and refused, so it is looked for all the same.
REFUSED = {
    *(f"{name}.OperatorReason.reason" for name in NAMES),  # needs an event that is dead
    *("complaints.SkillsShape.conflicts", "complaints.SkillsShape.verifier_code", "complaints.InvolvementDecision.why"),
    *("testing.NewInterest.note", "testing.NewInterest.subject", "testing.StandardCheck.note"),
}
