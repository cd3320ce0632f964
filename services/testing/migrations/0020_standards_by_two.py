"""Standards are entered by one and confirmed by another; what stands already counts as confirmed."""

from peewee import *

COLUMNS = {
    "recorded_by": CharField(max_length=120, default=""),
    "confirmed_by": CharField(null=True, max_length=120),
    "confirmed_at": TextField(null=True),
    "proposed": TextField(null=True),
}
BEFORE = "upgrade"


def up(migrator, db):
    for name, column in COLUMNS.items():
        migrator.migrate(migrator.add_column("standard", name, column))
    db.execute_sql(f"UPDATE standard SET confirmed_by = {db.param}", (BEFORE,))


def down(migrator, db):
    """What nobody confirmed goes, so that it does not count."""
    db.execute_sql("DELETE FROM standard WHERE confirmed_by IS NULL")
    for name in COLUMNS:
        migrator.migrate(migrator.drop_column("standard", name))
