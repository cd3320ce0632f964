"""The list of settings for operators is the list of settings there are."""

import re

import pytest

from deploy.cli import bus
from shared.config import ROOT, SETTINGS, Settings, Unfit


def test_every_setting_is_listed_with_its_meaning():
    listed = (ROOT / ".env.example").read_text()

    assert [one.name for one in SETTINGS if f"# {one.meaning}\n#{one.name}=" not in listed] == []


def test_a_file_that_each_service_has_of_its_own_is_read_by_services_alone(tmp_path, monkeypatch):
    """As `uttp bus secure` lays them down, and prints `export BUS_URL_FILE=…/{service}`."""
    (tmp_path / "intake").write_text("amqp://intake:geheim@127.0.0.1:5672/%2F")
    monkeypatch.setenv("BUS_URL_FILE", f"{tmp_path}/{{service}}")

    assert Settings.from_env("intake").bus_url.startswith("amqp://intake:")
    assert Settings.of_tool("demo").bus_url == ""
    with pytest.raises(Unfit, match="BUS_URL_FILE"):
        Settings.from_env("testing")


def test_whatever_is_no_service_reads_its_settings_as_a_tool():
    """But for the two to which `uttp bus secure` gives a file as well."""
    named = {
        name for file in (ROOT / "deploy").rglob("*.py") for name in re.findall(r'from_env\("(\w+)"', file.read_text())
    }

    assert named <= set(bus.OTHERS)
