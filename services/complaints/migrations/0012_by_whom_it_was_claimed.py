"""What one person of the office says of a colleague is kept apart from what the reporter says: it waits for a second one.
What was found before in the words of either stays as it was."""

from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("complaint", "claims", TextField(null=True)),
        migrator.add_column("topic", "by", CharField(default="", max_length=64)),
        migrator.add_column("involvement", "claimed", BooleanField(default=False)),
    )
    db.execute_sql(f"UPDATE complaint SET claims = {db.param}", (db.vault.seal("{}"),))
    migrator.migrate(migrator.add_not_null("complaint", "claims"))


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column("involvement", "claimed"),
        migrator.drop_column("topic", "by"),
        migrator.drop_column("complaint", "claims"),
    )
