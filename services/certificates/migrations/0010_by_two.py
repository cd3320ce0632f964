"""What waits for a second person on a delegation: that a holder's decree ends."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("delegation", "proposed", TextField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("delegation", "proposed"))
