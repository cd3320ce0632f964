"""Whom a complaint keeps from an order is sealed, and found again by a keyed digest: beside the case it says of whom
somebody complained."""

from peewee import *

from services.testing.storage.tables import kept_marks
from shared.database import encrypt_existing


def up(migrator, db):
    migrator.migrate(migrator.alter_column_type("order", "kept_from", TextField()))
    encrypt_existing.rewrite(db, "order", {"other_than": encrypt_existing.UP["json"], "kept_from": _digests})


def _digests(vault, kept):
    return kept_marks(vault, [code for code in kept.split("|") if code])


def down(migrator, db):
    encrypt_existing.rewrite(db, "order", {"other_than": encrypt_existing.DOWN["json"]})
    db.execute_sql("UPDATE \"order\" SET kept_from = ''")  # a digest does not tell what it was made of
    migrator.migrate(migrator.alter_column_type("order", "kept_from", CharField(max_length=400)))
