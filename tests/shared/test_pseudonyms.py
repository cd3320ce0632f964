"""Only the office's key makes a pseudonym, and one of any age is still known."""

import stat
import uuid
from pathlib import Path

import pytest

from services.intake.storage import Application
from shared.auth import pseudonyms
from shared.auth.pseudonyms import Pseudonyms
from shared.ids import name_id
from tests.intake.builders import body
from tests.support import open_service, told

ISSUER, SUB = "https://sso.example.go.id", "siti"


def opened(file: Path) -> Pseudonyms:
    one = Pseudonyms()
    one.open(file)
    return one


def test_the_same_account_has_one_pseudonym_in_an_office_and_another_elsewhere(tmp_path):
    here, again, there = (opened(tmp_path / name).of(ISSUER, SUB) for name in ("a.key", "a.key", "b.key"))

    assert here == again
    assert len({here, there, name_id(ISSUER, SUB)}) == 3
    assert (uuid.UUID(here).version, opened(tmp_path / "a.key").of(ISSUER, "")) == (8, "")


def test_only_its_owner_reads_the_key(tmp_path):
    opened(tmp_path / "a.key")

    assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600


def test_after_a_rotation_every_older_pseudonym_becomes_todays(tmp_path):
    file = tmp_path / "a.key"
    old = opened(file)
    first = old.of(ISSUER, SUB)
    assert pseudonyms.rotate(file) == 2
    new = opened(file)

    today = new.of(ISSUER, SUB)
    assert today != first
    assert {new.newest(one) for one in (name_id(ISSUER, SUB), first, today)} == {today}
    assert old.newest(today) == today  # a service that was not started anew leaves alone what it cannot make
    assert (new.newest(""), new.newest("clock")) == ("", "clock")


def test_who_reads_his_keys_anew_makes_no_pseudonym_of_the_old_ones(tmp_path):
    one = opened(tmp_path / "a.key")
    before = one.of(ISSUER, SUB)
    one.open(tmp_path / "b.key")

    assert one.of(ISSUER, SUB) == opened(tmp_path / "b.key").of(ISSUER, SUB) != before


@pytest.mark.parametrize("text", ["", "short\n", f"{'k' * 64}\nshort\n"])
def test_a_key_that_can_be_guessed_is_no_key(tmp_path, text):
    (tmp_path / "a.key").write_text(text)

    with pytest.raises(SystemExit, match="a.key"):
        opened(tmp_path / "a.key")


def test_production_makes_no_key_of_its_own(tmp_path):
    with pytest.raises(SystemExit, match="office-key"):
        Pseudonyms().open(tmp_path / "a.key", make=False)


def test_what_is_told_of_an_owner_cannot_be_made_from_his_account(intake, caller, issuer):
    siti = caller(intake, "applicant", sub=SUB)
    draft = siti.post("/v1/applications", body())
    siti.post(f"/v1/applications/{draft.json['id']}/submission", {}, draft)

    [event] = told(intake, "application.submitted")
    assert event["data"]["owner_key"] not in (name_id(issuer.name, SUB), "")


def test_what_belonged_to_an_account_belongs_to_it_after_a_rotation(tmp_path, intake, caller):
    """And so does what was written before there were keys."""
    siti, issuer = caller(intake, "applicant", sub=SUB), "http://127.0.0.1:8000/dev"
    new, unkeyed = (siti.post("/v1/applications", body()).json["id"] for _ in range(2))
    Application.update(owner_key=name_id(issuer, SUB)).where(Application.id == unkeyed).execute()
    pseudonyms.rotate(tmp_path / "keys" / "office.key")

    open_service("intake", tmp_path)

    mine = caller(intake, "applicant", sub=SUB).get("/v1/applications").json["items"]
    assert {one["id"] for one in mine} == {new, unkeyed}
    assert len({row.owner_key for row in Application.select()}) == 1
