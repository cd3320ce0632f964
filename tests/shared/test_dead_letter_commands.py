"""What an operator types about dead events, and what he reads then."""

import base64
import json

import pytest
from typer.testing import CliRunner

from shared.cli.commands import command_line
from shared.service import Service
from tests.shared.letters import Noted, Reader


@pytest.fixture
def reader(intake: Service) -> Reader:
    return Reader(intake)


@pytest.fixture
def typed(reader):
    """`typed("dead", "list")`: exit code and what was printed, on the databases of this test."""
    settings = reader.service.settings
    env = {"VAR_DIR": str(settings.var), "DATABASE_URL": settings.database_url, "BUS_URL": ""}

    def run(*words: str, stderr: bool = False):
        result = CliRunner(env=env).invoke(command_line(reader.service), words)
        reader.service.inbox.listen({Noted: reader.act})
        return result.exit_code, result.stderr if stderr else result.stdout

    return run


def the_dead(reader, *words: str) -> list[str]:
    reader.refused = set(words)
    for number, word in enumerate(words):
        reader.gets(word, f"{word}-later", subject=f"s{number}")
    reader.refused = set()
    rows = reader.service.store.execute("SELECT id FROM inbox_event WHERE state = 'dead' ORDER BY id").fetchall()
    return [row[0] for row in rows]


def test_a_dead_event_is_found_read_and_driven_again(reader, typed):
    (id,) = the_dead(reader, "a")

    _, listed = typed("dead", "list")
    _, shown = typed("dead", "show", id)
    code, said = typed("dead", "--by", "sinta", "retry", id, "--reason", "aturan diperbaiki")
    reader.works()

    assert id in listed
    assert "1 menunggu/behind" in listed
    assert json.loads(shown)["last_error"].startswith("dead: Conflict: refused-in-state")
    assert (code, said[:9]) == (0, "1 diulang")
    assert reader.heard == ["a", "a-later"]
    (deed,) = json.loads(typed("dead", "show", id)[1])["history"]
    assert (deed["by"], deed["facts"]["reason"]) == ("shell:sinta", "aturan diperbaiki")


def test_all_of_a_type_are_driven_again(reader, typed):
    the_dead(reader, "a", "b")

    code, said = typed("dead", "retry", "all", "--type", Noted.type, "--reason", "x")
    reader.works()

    assert (code, said[:9]) == (0, "2 diulang")
    assert reader.heard == ["a", "a-later", "b", "b-later"]


def test_a_time_is_the_offices_time(reader, typed, monday):
    the_dead(reader, "a")  # received on Monday, 09:00 at the office

    assert "Noted" not in typed("dead", "list", "--received", "2026-11-23T09:01/")[1]
    assert Noted.type in typed("dead", "list", "--received", "2026-11-23T09:00/2026-11-23T09:01")[1]


def test_an_event_is_skipped_with_a_reason_only(reader, typed):
    (id,) = the_dead(reader, "a")

    assert typed("dead", "skip", id)[0] == 2
    assert typed("dead", "skip", id, "--reason", "  ")[0] == 2
    assert typed("dead", "skip", id, "--reason", "dobel")[0] == 0
    reader.works()
    assert reader.heard == ["a-later"]


def test_a_refusal_is_a_sentence_and_an_exit_code(reader, typed):
    code, said = typed("dead", "show", "nobody", stderr=True)

    assert code == 1
    assert said.startswith("Tidak ada data dengan tanda pengenal itu")
    assert "There is nothing with that identifier" in said


def test_an_export_is_a_line_for_each_with_its_bytes(reader, typed):
    the_dead(reader, "a", "b")

    lines = [json.loads(line) for line in typed("dead", "export", "--reason", "x")[1].splitlines()]

    assert [json.loads(base64.b64decode(line["body_base64"]))["data"]["word"] for line in lines] == ["a", "b"]


def test_one_event_can_be_exported_before_it_is_skipped(reader, typed):
    _, id = the_dead(reader, "a", "b")

    (line,) = typed("dead", "export", id, "--reason", "x")[1].splitlines()

    assert json.loads(line)["id"] == id


def test_an_export_of_what_is_not_dead_says_so(reader, typed):
    (id,) = the_dead(reader, "a")
    typed("dead", "skip", id, "--reason", "x")

    code, said = typed("dead", "export", id, "--reason", "x", stderr=True)
    assert (code, "skipped" in said) == (1, True)
    assert typed("dead", "export", "nobody", "--reason", "x")[0] == 1


def test_the_bus_status_and_the_balance_are_printed(reader, typed):
    the_dead(reader, "a")

    assert json.loads(typed("bus-status")[1])["inbox"]["parked"] == 1
    assert "intake inbox: 2 = 0 done + 0 pending + 1 dead" in typed("conservation")[1]


def test_a_balance_that_does_not_add_up_exits_1(reader, typed):
    the_dead(reader, "a")
    reader.service.store.execute("DELETE FROM inbox_event")

    assert typed("conservation")[0] == 1
