"""Which complaint asks to suspend a paper is sealed: the paper names the verifier, and so whom the case is about."""

from shared import sealing


def up(migrator, db):
    sealing.rewrite(db, "certificate", {"request": sealing.UP["json"]})


def down(migrator, db):
    sealing.rewrite(db, "certificate", {"request": sealing.DOWN["json"]})
