"""The list of settings for operators is the list of settings there are."""

from shared.config import ROOT, SETTINGS


def test_every_setting_is_listed_with_its_meaning():
    listed = (ROOT / ".env.example").read_text()

    assert [one.name for one in SETTINGS if f"# {one.meaning}\n#{one.name}=" not in listed] == []
