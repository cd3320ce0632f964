"""What decides which cases somebody may see waits in his entry until a second person confirmed it."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("staff", "proposed", TextField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("staff", "proposed"))
