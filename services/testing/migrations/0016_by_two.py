"""Verifiers and interests are entered by one and confirmed by another; what stands already counts as confirmed."""

from peewee import *

BY_TWO = ("confirmed_by", "confirmed_at")
CONFIRMED = {"verifier": BY_TWO, "interest": BY_TWO, "delegation": ()}
BEFORE = "upgrade"


def up(migrator, db):
    migrator.migrate(migrator.add_column("verifier", "recorded_by", CharField(max_length=120, default="")))
    for table in ("verifier", "interest"):
        migrator.migrate(migrator.add_column(table, "confirmed_by", CharField(null=True, max_length=120)))
        migrator.migrate(migrator.add_column(table, "confirmed_at", TextField(null=True)))
        db.execute_sql(f"UPDATE {table} SET confirmed_by = {db.param}", (BEFORE,))
    for table in CONFIRMED:
        migrator.migrate(migrator.add_column(table, "proposed", TextField(null=True)))


def down(migrator, db):
    """What nobody confirmed goes, so that it does not count."""
    for table, columns in CONFIRMED.items():
        if columns:
            db.execute_sql(f"DELETE FROM {table} WHERE confirmed_by IS NULL")
        for column in (*columns, "proposed"):
            migrator.migrate(migrator.drop_column(table, column))
    migrator.migrate(migrator.drop_column("verifier", "recorded_by"))
