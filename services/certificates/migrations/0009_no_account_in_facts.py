"""What testing told of an examination is kept without the pseudonym of its owner: it stands in its own column, where it
is renewed, and of old anybody could make it who knew the account."""

import json

from shared.database import encrypt_existing


def up(migrator, db):
    encrypt_existing.rewrite(db, "certificate", {"facts": _without_account})


def _without_account(_, kept):
    facts = json.loads(kept)
    facts.pop("owner_key", None)
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def down(migrator, db):
    """The pseudonym is in its own column; nobody reads it among the facts."""
