"""A grant opens the feeds for exactly its types, a revocation ends it at once, and the book keeps both."""

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from deploy.cli import bus
from deploy.subscriptions.grants import Register, Unwanted, chosen
from services.intake.events.letters import ApplicationAccepted
from services.intake.events.register import PartyChanged
from shared.auth.revocation import Revoked
from tests.support import Caller

ACCEPTED, PARTY = ApplicationAccepted.type, PartyChanged.type
YEAR = timedelta(days=365)


@pytest.fixture
def register(intake, issuer) -> Register:
    keys = intake.settings.var / "keys"
    return Register(keys / "agencies.json", Revoked(keys.parent / "access" / "revoked.json"), None, issuer)


@pytest.fixture
def subscriber(intake, issuer):
    """`subscriber(access)` reads the feed with the token of the sheet."""

    def make(access) -> Caller:
        one = Caller(intake, issuer, "")
        one.headers = {"Authorization": f"Bearer {access.token}"}
        return one

    return make


def test_a_grant_opens_the_feed_for_its_types_and_no_others(register, subscriber):
    one = subscriber(register.grant("dinas", [ACCEPTED], YEAR, "op"))

    assert one.get("/v1/events").status_code == 200
    assert one.get(f"/v1/events?type={ACCEPTED}").status_code == 200
    assert one.get("/v1/events?type=intake.application.rejected.v1").json["code"] == "type-not-granted"
    assert one.get("/v1/applications").status_code == 403


def test_a_revocation_ends_it_at_once(register, subscriber):
    one = subscriber(register.grant("dinas", [ACCEPTED], YEAR, "op"))
    before = one.get("/v1/events").status_code

    register.revoke("dinas", "op")

    assert (before, one.get("/v1/events").status_code) == (200, 401)


def test_a_second_grant_ends_the_first_token(register, subscriber):
    first = subscriber(register.grant("dinas", [ACCEPTED], YEAR, "op"))
    second = subscriber(register.grant("dinas", [ACCEPTED], YEAR, "op"))

    assert [one.get("/v1/events").status_code for one in (first, second)] == [401, 200]


def test_readmitted_after_a_revocation_only_the_new_token_works(register, subscriber):
    first = subscriber(register.grant("dinas", [ACCEPTED], YEAR, "op"))
    register.revoke("dinas", "op")
    second = subscriber(register.grant("dinas", [ACCEPTED], YEAR, "op"))

    assert [one.get("/v1/events").status_code for one in (first, second)] == [401, 200]


def test_one_agency_is_shut_out_and_the_others_read_on(register, subscriber):
    one, other = (subscriber(register.grant(name, [ACCEPTED], YEAR, "op")) for name in ("satu", "dua"))

    register.revoke("satu", "op")

    assert [who.get("/v1/events").status_code for who in (one, other)] == [401, 200]


def test_a_list_that_cannot_be_read_shuts_everybody_out(register, subscriber):
    one = subscriber(register.grant("dinas", [ACCEPTED], YEAR, "op"))
    register.revoked.file.write_text("{half")

    assert one.get("/v1/events").status_code == 401


def test_the_book_keeps_every_deed_and_no_secret(register):
    access = register.grant("dinas", [ACCEPTED], YEAR, "sinta")
    register.revoke("dinas", "budi")

    (row,) = json.loads(register.file.read_text())

    assert [(deed["did"], deed["by"]) for deed in row["deeds"]] == [("grant", "sinta"), ("revoke", "budi")]
    assert not row["active"]
    assert access.token not in register.file.read_text()
    assert register.file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "x", "Dinas", "dinas/x", "dinas x", "-dinas", "d" * 50, "dinas\n"])
def test_a_name_is_small_letters_digits_hyphens(register, name):
    with pytest.raises(Unwanted):
        register.grant(name, [ACCEPTED], YEAR, "op")


def test_nobody_is_revoked_who_was_never_granted(register):
    with pytest.raises(Unwanted, match="not in the register"):
        register.revoke("dinas", "op")


def test_patterns_are_written_out_and_reach_public_types_only():
    public = ["a.thing.made.v1", "a.thing.ended.v1", "b.other.made.v1"]

    assert chosen(["a.*"], public) == ["a.thing.ended.v1", "a.thing.made.v1"]
    with pytest.raises(Unwanted, match="no such public event type"):
        chosen(["a.*", PARTY], public)


def test_the_command_prints_the_sheet_once_and_lists_without_secrets(intake, issuer):
    env = {"VAR_DIR": str(intake.settings.var), "BUS_URL": ""}
    run = CliRunner(env=env).invoke

    sheet = run(bus.app, ["grant", "dinas", "--types", "intake.application.*"])
    refused = run(bus.app, ["grant", "dinas", "--types", PARTY])
    listed = run(bus.app, ["list"])
    ended = run(bus.app, ["revoke", "dinas"])

    assert (sheet.exit_code, refused.exit_code, listed.exit_code, ended.exit_code) == (0, 2, 0, 0)
    assert "/intake/v1/events" in sheet.stdout
    assert PARTY not in sheet.stdout + refused.stderr.replace(f"{PARTY}: tidak", "")
    assert "ext.dinas" not in listed.stdout
    assert "eyJ" in sheet.stdout
    assert "eyJ" not in listed.stdout
