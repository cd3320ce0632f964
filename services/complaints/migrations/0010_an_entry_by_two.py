"""An entry of the staff counts once a second person confirmed it; those that stand already count."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("staff", "confirmed", BooleanField(default=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("staff", "confirmed"))
