"""Which complaint asks to suspend a paper is sealed: the paper names the verifier, and so whom the case is about."""

from shared.database import encrypt_existing


def up(migrator, db):
    encrypt_existing.rewrite(db, "certificate", {"request": encrypt_existing.UP["json"]})


def down(migrator, db):
    encrypt_existing.rewrite(db, "certificate", {"request": encrypt_existing.DOWN["json"]})
