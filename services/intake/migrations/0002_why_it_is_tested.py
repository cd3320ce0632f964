"""Why an instrument is tested, and the lot that a sample stands for."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("item", "basis", CharField(max_length=12, default="mandatory")))
    migrator.migrate(migrator.add_column("item", "lot", CharField(max_length=80, default="")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("item", "lot"))
    migrator.migrate(migrator.drop_column("item", "basis"))
