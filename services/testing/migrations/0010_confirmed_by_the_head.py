"""Who confirmed a delegation, the day of its decree, why it ended: none from before is confirmed yet."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("delegation", "decree_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("delegation", "confirmed_by", CharField(null=True, max_length=120)))
    migrator.migrate(migrator.add_column("delegation", "confirmed_at", TextField(null=True)))
    migrator.migrate(migrator.add_column("delegation", "ended_reason", CharField(max_length=500, default="")))


def down(migrator, db):
    for column in ("decree_on", "confirmed_by", "confirmed_at", "ended_reason"):
        migrator.migrate(migrator.drop_column("delegation", column))
