"""`uttp bus prepare` begins the list of who is shut out, and never begins a lost one anew."""

import json

import pytest
from typer.testing import CliRunner

from deploy import uttp
from deploy.cli import bus
from deploy.docker import secret_files
from deploy.local import preflight
from shared.auth.revocation import Revoked
from shared.config import Settings


@pytest.fixture
def prepare(tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return lambda: CliRunner().invoke(bus.app, ["prepare"]).exit_code


def test_a_new_office_gets_an_empty_list_once(prepare, tmp_path):
    file = tmp_path / "access" / "revoked.json"
    assert prepare() == 0
    assert json.loads(file.read_text()) == {"tokens": [], "accounts": []}

    file.write_text('{"tokens": ["1"], "accounts": []}')
    assert prepare() == 0
    assert json.loads(file.read_text())["tokens"] == ["1"]


def test_a_list_that_is_gone_where_agencies_were_admitted_is_restored_and_not_made_anew(prepare, tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "agencies.json").write_text("[]")

    assert prepare() == 2
    assert not (tmp_path / "access" / "revoked.json").exists()


@pytest.mark.parametrize("sign", ["intake.db", "log/web.log", "keys/agencies.json", "secrets/office_key"])
def test_an_office_that_worked_already_does_not_start_with_a_list_made_anew(sign, tmp_path):
    (tmp_path / sign).parent.mkdir(exist_ok=True)
    (tmp_path / sign).write_text("[]")
    file = tmp_path / "access" / "revoked.json"

    with pytest.raises(preflight.Hindered, match="bus prepare"):
        preflight.check_revocations(tmp_path, file)
    with pytest.raises(preflight.Hindered, match="bus prepare"):
        secret_files.make(Settings.from_env("compose", var_dir=str(tmp_path)))
    assert not file.exists()

    Revoked(file).prepare()
    preflight.check_revocations(tmp_path, file)


def test_the_office_refuses_to_run_without_its_list(tmp_path):
    (tmp_path / "intake.db").write_text("")
    done = CliRunner().invoke(uttp.app, ["run", "--var", str(tmp_path), "--port", "18543"])

    assert done.exit_code == 2
    assert "revoked.json" in done.output


def test_no_deed_of_the_register_begins_a_lost_list_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    grant = ["grant", "dinas", "--types", "intake.application.accepted.v1"]
    assert CliRunner().invoke(bus.app, grant).exit_code == 0
    (tmp_path / "access" / "revoked.json").unlink()

    for deed in (grant, ["revoke", "dinas"], ["prepare"]):
        assert CliRunner().invoke(bus.app, deed).exit_code == 2
    assert not (tmp_path / "access" / "revoked.json").exists()


def test_a_service_that_has_subscribers_lets_nobody_in_without_the_list(opened, caller, tmp_path):
    (tmp_path / "keys").mkdir(exist_ok=True)
    (tmp_path / "keys" / "agencies.json").write_text("[]")

    assert caller(opened("intake"), "front_officer").get("/v1/applications").status_code == 401
