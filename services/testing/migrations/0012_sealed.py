"""Seals who did what, what officers wrote and where instruments stand; kept answers no longer name their owner."""

from shared.database import encrypt_existing

WIDER = [
    ("delegation", "ended_reason", 500),
    ("history", "by", 120),
    ("history", "by_name", 200),
    ("examination", "reason", 500),
    ("examination", "note", 500),
    ("verifier", "withdrawn_reason", 500),
    ("standard", "withdrawn_reason", 500),
    ("photo", "caption", 200),
]
SEALED = {
    "delegation": {"ended_reason": "text"},
    "history": {"by": "text", "by_name": "text", "facts": "json"},
    "order": {"place": "json", "anomalies": "json"},
    "examination": {"reason": "text", "note": "text", "departure": "json"},
    "verifier": {"withdrawn_reason": "text"},
    "standard": {"withdrawn_reason": "text"},
    "photo": {"caption": "text"},
}


def up(migrator, db):
    encrypt_existing.seal(migrator, db, WIDER, SEALED)


def down(migrator, db):
    encrypt_existing.unseal(migrator, db, WIDER, SEALED)
