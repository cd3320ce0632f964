"""Seals who did what, what letters say and where instruments stand; keys and owners of kept answers become digests."""

from shared.database import encrypt_existing

WIDER = [
    ("history", "by", 120),
    ("history", "by_name", 200),
]
SEALED = {
    "history": {"by": "text", "by_name": "text", "facts": "json"},
    "application": {"opened_by": "account", "letter": "json", "faults": "json", "wish": "text"},
    "item": {"place": "json"},
    "party": {"told_facts": "digest"},
}


def up(migrator, db):
    encrypt_existing.seal(migrator, db, WIDER, SEALED)


def down(migrator, db):
    encrypt_existing.unseal(migrator, db, WIDER, SEALED)
