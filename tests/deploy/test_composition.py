"""Behind one port all services answer as behind a gateway, with the tokens of the demo office."""

import pytest
from werkzeug.test import Client

from deploy.local import composition, people
from deploy.local.process_plan import Layout
from shared.config import ROOT


@pytest.fixture
def office(tmp_path, monkeypatch):
    """The embedded composition on fresh databases."""
    layout = Layout(tmp_path, 8000)
    people.write_tokens(tmp_path / "keys")
    for name, value in layout.env("intake").items():
        monkeypatch.setenv(name, value)
    client = Client(composition.wsgi())
    for name in composition.present():
        composition.service(name).migrate()
    yield client
    for name in composition.present():
        composition.service(name).store.close()


def test_every_service_answers_below_its_name(office):
    answers = {name: office.get(f"/{name}/version").json["service"] for name in composition.NAMES}

    assert answers == {name: name for name in composition.NAMES}


def test_a_paper_is_checked_at_the_root(office):
    answer = office.get("/v/0000-0000")

    assert answer.status_code == 200
    assert "tidak dikenal" in answer.text.lower()
    assert office.get("/v/style.css").content_type.startswith("text/css")


def test_metrics_stay_inside(office):
    assert office.get("/intake/metrics").status_code == 404


def test_the_keys_that_check_the_tokens_are_public(office):
    assert [key["kty"] for key in office.get("/.well-known/jwks.json").json["keys"]] == ["EC"]


def test_the_token_of_everybody_is_honoured(office, tmp_path):
    tokens = {person: (people.tokens(tmp_path / "keys") / person.file).read_text().strip() for person in people.PEOPLE}

    answers = {
        person.file: office.get("/intake/v1/kinds", headers={"Authorization": f"Bearer {token}"}).status_code
        for person, token in tokens.items()
    }

    assert set(answers.values()) == {200}


def test_nobody_else_can_read_a_token(tmp_path):
    people.write_tokens(tmp_path)

    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "tokens").iterdir()} == {0o600}
    assert (tmp_path / "feed.token").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("apart", "base", "ports"),
    [
        (False, "http://127.0.0.1:9000/testing", [9000]),
        (True, "http://127.0.0.1:9002", [9001 + at for at in range(len(composition.NAMES))]),
    ],
)
def test_the_addresses_of_both_layouts(tmp_path, apart, base, ports):
    layout = Layout(tmp_path, 9000, apart)

    assert layout.base("testing") == base
    assert layout.ports == ports
    assert f"testing={base}" in layout.env("intake")["PEERS"].split(",")


def test_every_folder_of_services_stands_in_the_list_and_the_other_way_round():
    folders = {main.parent.name for main in (ROOT / "services").glob("*/main.py")}

    assert folders == set(composition.NAMES), "a service is a folder below services/ and a row of deploy/services.py"
