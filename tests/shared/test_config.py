"""Settings: defaults that work, all faults in one breath, secrets from files and never shown."""

import pytest

from shared.config import SETTINGS, Settings


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for setting in SETTINGS:
        for name in (setting.name, f"UTTP_{setting.name}", f"{setting.name}_FILE"):
            monkeypatch.delenv(name, raising=False)


def test_without_any_setting_a_service_runs_on_its_own_files():
    settings = Settings.from_env("intake")

    assert settings.database_url == "sqlite:///var/intake.db"
    assert settings.jwks_file == "var/keys/jwks.json"
    assert settings.issuer == "http://127.0.0.1:8000/dev"
    assert not settings.production


def test_the_folder_of_state_moves_all_that_lies_in_it(monkeypatch):
    monkeypatch.setenv("VAR_DIR", "/srv/tera")

    settings = Settings.from_env("testing")
    assert settings.database_url == "sqlite:////srv/tera/testing.db"
    assert settings.feed_token_file == "/srv/tera/keys/feed.token"


def test_all_faults_are_named_at_once():
    wrong = {"mode": "live", "proxy_hops": "one", "peers": "intake", "database_url_file": "/nowhere/url"}

    with pytest.raises(SystemExit) as refused:
        Settings.from_env("intake", **wrong)
    said = str(refused.value)
    assert all(name in said for name in ("MODE", "PROXY_HOPS", "PEERS", "DATABASE_URL_FILE", "/nowhere/url"))
    assert all(line.startswith("intake: ") for line in said.splitlines())


@pytest.mark.parametrize("said", [{"MODE": ""}, {"UTTP_MODE": ""}, {"MODE": "development", "UTTP_MODE": "production"}])
def test_a_mode_that_is_said_empty_or_in_two_ways_is_no_mode(said, monkeypatch):
    for name, value in said.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit, match="MODE"):
        Settings.from_env("intake")


def test_a_secret_may_lie_in_a_file(tmp_path):
    (tmp_path / "url").write_text("postgresql://u:s3cret@db/intake\n")

    settings = Settings.from_env("intake", database_url_file=str(tmp_path / "url"))
    assert settings.database_url == "postgresql://u:s3cret@db/intake"


def test_a_file_that_is_no_text_is_named(tmp_path):
    (tmp_path / "url").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SystemExit, match="DATABASE_URL_FILE"):
        Settings.from_env("intake", database_url_file=str(tmp_path / "url"))


def test_the_file_of_the_signer_is_not_taken_for_its_name(tmp_path):
    (tmp_path / "signer.p12").write_bytes(b"\xff\xfe\x00")

    settings = Settings.from_env("certificates", signer_file=str(tmp_path / "signer.p12"))
    assert settings.signer == "local"


def test_secrets_do_not_show_when_settings_are_printed():
    assert "s3cret" not in repr(Settings.from_env("intake", signer_secret="s3cret"))


def test_peers_are_read_by_name():
    settings = Settings.from_env("intake", peers="testing=http://a:1/, certificates=http://b:2")

    assert settings.peers == {"testing": "http://a:1", "certificates": "http://b:2"}


def test_a_setting_nobody_declared_is_no_attribute():
    with pytest.raises(AttributeError):
        _ = Settings.from_env("intake").colour


def test_every_setting_says_what_it_means():
    assert all(setting.meaning for setting in SETTINGS)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
