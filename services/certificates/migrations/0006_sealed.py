"""Seals who did what and who signs in whose place; keys and owners of kept answers become digests."""

from shared.database import encrypt_existing

WIDER = [
    ("delegation", "ended_reason", 500),
    ("history", "by", 120),
    ("history", "by_name", 200),
    ("delegation", "name", 200),
    ("delegation", "title", 200),
    ("delegation", "rank", 120),
]
SEALED = {
    "history": {"by": "text", "by_name": "text", "facts": "json"},
    "delegation": {"name": "text", "title": "text", "rank": "text", "ended_reason": "text"},
    "batch": {"signer": "json", "note": "text"},
}


def up(migrator, db):
    encrypt_existing.seal(migrator, db, WIDER, SEALED)


def down(migrator, db):
    encrypt_existing.unseal(migrator, db, WIDER, SEALED)
