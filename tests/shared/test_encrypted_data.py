"""Names and addresses that travel by internal events lie sealed in both books, and arrive byte for byte."""

from shared.database.encryption import Vault
from tests import story
from tests.support import MONDAY, carry

CANARY = "Kenari Sari Wangi"


def test_a_name_lies_readable_in_no_log_and_no_inbox(intake, testing, certificates, caller, monday):
    town = story.Town(lambda _, role: caller(intake, role), lambda: None, MONDAY.date())
    plate = story.item("tbo_elektronik", story.TRADER, "TR-30")
    story.accept(town, story.hand_in(town, [plate], party={"name": CANARY, "phone": "0812"}))
    told = [body for body in intake.log.page(0, 500, internal=True).bodies if CANARY.encode() in body]
    carry([intake, testing, certificates])

    assert len(told) == 1
    for service in (intake, testing, certificates):
        for table in ("log_event", "inbox_event"):
            rows = service.store.execute(f"SELECT body FROM {table}").fetchall()
            assert not [row for row in rows if CANARY.encode() in bytes(row[0])], (service.name, table)
    kept = testing.store.execute("SELECT body FROM inbox_event").fetchall()
    assert told[0] in [testing.store.vault.bare(row[0]) for row in kept]


def test_what_only_looks_sealed_comes_out_as_it_is(tmp_path):
    vault = Vault()
    vault.open(tmp_path / "x.key")

    assert vault.bare(b"sealed:but not by us") == b"sealed:but not by us"
    assert vault.bare(vault.shut(b"\x00\xff")) == b"\x00\xff"
