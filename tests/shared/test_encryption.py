"""Personal data at rest is unreadable without the key, and the key is made once and only its owner's."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.development_issuer import write_once
from shared.database.encryption import Vault
from tests.intake.builders import drafted

CANARY = "Kenari Unik 1606074107990001"


@pytest.fixture(scope="module")
def vault(tmp_path_factory) -> Vault:
    vault = Vault()
    vault.open(tmp_path_factory.mktemp("keys") / "data.key")
    return vault


@given(text=st.text())
def test_what_is_sealed_comes_back_and_does_not_show(vault, text):
    sealed = vault.seal(text)

    assert vault.unseal(sealed) == text
    assert len(text) < 8 or text not in sealed


def test_the_same_text_is_sealed_differently_each_time(vault):
    assert vault.seal("Siti") != vault.seal("Siti")


def test_another_key_opens_nothing(vault, tmp_path):
    other = Vault()
    other.open(tmp_path / "other.key")

    with pytest.raises(InvalidToken):
        other.unseal(vault.seal("Siti"))
    assert other.digest("Siti") != vault.digest("Siti")


def test_a_digest_finds_the_same_text_again(vault):
    assert vault.digest("Siti") == vault.digest("Siti") != vault.digest("siti")


def test_a_vault_that_was_never_opened_says_so():
    with pytest.raises(RuntimeError, match="not open"):
        Vault().seal("Siti")


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        kept = set(pool.map(lambda number: write_once(tmp_path / "a.key", b"%d" % number), range(64)))

    assert len(kept) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]
    assert (tmp_path / "a.key").stat().st_mode & 0o077 == 0


def test_no_file_of_the_service_holds_a_name_of_a_draft(intake, tmp_path):
    drafted(party={"name": CANARY, "phone": "0812"})

    intake.store.close()
    held = [path for path in Path(tmp_path).rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert held == []
