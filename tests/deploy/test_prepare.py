"""`uttp bus prepare` begins the list of who is shut out, and never begins a lost one anew."""

import json

import pytest
from typer.testing import CliRunner

from deploy import bus


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
