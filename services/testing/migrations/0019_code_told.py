"""Under which code an account tests is told to complaints; of those who are entered already the clock tells."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("verifier", "told", BooleanField(default=False)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("verifier", "told"))
