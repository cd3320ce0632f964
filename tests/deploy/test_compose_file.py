"""Least privilege in docker-compose.yml: which container may mount which secret, and what production asks of them."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.docker import compose_file, secret_files
from deploy.local.composition import NAMES
from deploy.local.preflight import Hindered
from shared.config import ROOT, SETTINGS, Settings
from tests.deploy import safe

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SIGNER = {"signer", "signer_secret"}
MAY: dict[str, set[str]] = {"gateway": set(), "front": {"jwks"}, "broker": {"broker_definitions"}}
for _name in NAMES:
    _own = {"jwks", "feed_token", "office_key", f"{_name}_database", f"{_name}_bus"}
    _own |= SIGNER if _name == "certificates" else set()
    MAY |= {f"{_name}-db": {f"{_name}_password"}} | dict.fromkeys((_name, f"{_name}-bus", f"{_name}-migrate"), _own)


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for setting in SETTINGS:
        for name in (setting.name, f"UTTP_{setting.name}", f"{setting.name}_FILE"):
            monkeypatch.delenv(name, raising=False)


def test_each_container_mounts_the_secrets_it_needs_and_no_other():
    assert {name: set(one.get("secrets", [])) for name, one in COMPOSE["services"].items()} == MAY


@pytest.mark.parametrize(("name", "text"), list(compose_file.documents()))
def test_what_names_each_service_is_written_from_the_list_of_services(name, text):
    assert (ROOT / name).read_text() == text, f"{name} is not as deploy/services.py says: run `make contracts`"


def test_a_service_that_is_taken_out_of_the_list_and_put_back_leaves_no_trace():
    whole, gateway = dict(compose_file.documents()).values()

    less = compose_file.composed(whole, ("intake", "complaints"))
    few = compose_file.routed(gateway, ("intake",))

    assert "testing" not in less + few
    assert {*yaml.safe_load(less)["services"]} & {*NAMES} == {"intake", "complaints"}
    assert (compose_file.composed(less, NAMES), compose_file.routed(few, NAMES)) == (whole, gateway)


def test_a_compose_file_without_the_place_for_services_is_refused_by_name():
    with pytest.raises(ValueError, match=r"docker-compose\.yml: .*Each service.* no longer stands there"):
        compose_file.composed("networks:\n", NAMES)


def test_containers_take_the_profile_of_the_operator():
    settings = COMPOSE["services"]["intake"]["environment"]

    assert settings["PROFILE_DIR"] == "${PROFILE_DIR:-deploy/profiles/musi-banyuasin}"


def test_every_secret_is_a_file_that_make_up_makes(tmp_path):
    secret_files.make(Settings.from_env("compose", var_dir=str(tmp_path)))

    files = {Path(one["file"]).name for one in COMPOSE["secrets"].values()}
    assert files == COMPOSE["secrets"].keys()
    assert [name for name in sorted(files) if not (tmp_path / "secrets" / name).exists()] == []


def test_a_service_that_is_new_gets_its_login_and_the_others_keep_theirs(tmp_path, monkeypatch):
    settings, secrets = Settings.from_env("compose", var_dir=str(tmp_path)), tmp_path / "secrets"
    with monkeypatch.context() as before:
        before.setattr("deploy.local.composition.NAMES", NAMES[:-1])
        secret_files.make(settings)
    kept = (secrets / "intake_bus").read_text()

    secret_files.make(settings)

    users = json.loads((secrets / "broker_definitions").read_text())["users"]
    assert ({one["name"] for one in users}, (secrets / "intake_bus").read_text()) == ({*NAMES}, kept)


@pytest.mark.parametrize("name", ["front", *NAMES])
def test_no_container_names_a_secret_file_that_it_does_not_mount(name):
    values = COMPOSE["services"][name]["environment"].values()

    assert [one for one in values if str(one).startswith("/run/secrets/") and Path(one).name not in MAY[name]] == []


def test_a_trial_goes_on_as_easily_as_ever(tmp_path):
    settings = Settings.from_env("compose", var_dir=str(tmp_path))

    secret_files.make(settings)
    secret_files.check(settings)

    assert json.loads((tmp_path / "access" / "revoked.json").read_text()) == {"tokens": [], "accounts": []}


def production(folder: Path, monkeypatch: Any) -> Settings:
    own = safe.settings(folder / "elsewhere")
    for name in ("MODE", "TOKEN_ISSUER", "PUBLIC_URL", "SIGNER"):
        monkeypatch.setenv(name, own[name])
    return Settings.from_env("compose", var_dir=str(folder))


def test_production_refuses_the_secrets_of_a_trial_and_says_which(tmp_path, monkeypatch):
    secret_files.make(Settings.from_env("compose", var_dir=str(tmp_path)))
    settings = production(tmp_path, monkeypatch)
    secret_files.make(settings)

    with pytest.raises(Hindered) as refused:
        secret_files.check(settings)

    wanted = ("JWKS_FILE", "FEED_TOKEN_FILE", "DATABASE_URL", "BUS_URL", "SIGNER_FILE", "SIGNER_SECRET")
    assert [name for name in wanted if f"\n{name}: " not in str(refused.value)] == []


@pytest.mark.parametrize(
    "said",
    [None, "", "# set_real_ip_from 10.0.0.1;\n# real_ip_header X-Forwarded-For;\n", "set_real_ip_from 10.0.0.1;\n"],
)
def test_production_wants_to_know_which_proxy_tells_the_callers_address(tmp_path, monkeypatch, said):
    settings = production(tmp_path, monkeypatch)
    secret_files.make(settings)
    if said is not None:
        (tmp_path / "trusted" / "proxy.conf").write_text(said)

    with pytest.raises(Hindered, match=r"proxy\.conf tidak menyebut proksi"):
        secret_files.check(settings)


def test_production_starts_with_secrets_of_its_own(tmp_path, monkeypatch):
    settings = production(tmp_path, monkeypatch)
    secret_files.make(settings)
    own, secrets = tmp_path / "elsewhere", tmp_path / "secrets"
    files = {"jwks": "keys/jwks.json", "feed_token": "keys/feed.token", "signer": "signer.p12"}
    for name, source in files.items():
        (secrets / name).write_bytes((own / source).read_bytes())
    (secrets / "signer_secret").write_text(safe.SECRET)
    (tmp_path / "access" / "revoked.json").write_bytes((own / "access" / "revoked.json").read_bytes())
    (tmp_path / "trusted" / "proxy.conf").write_text("set_real_ip_from 10.0.0.1;\nreal_ip_header X-Forwarded-For;\n")

    secret_files.check(settings)

    assert not (tmp_path / "keys").exists()
    assert not (secrets / "intake_password").read_text().startswith("development")
