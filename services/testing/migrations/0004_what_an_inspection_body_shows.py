"""The second person: a frozen copy of the tables, generated from the models."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("examination", "approved_under", TextField(null=True)))
    migrator.migrate(migrator.add_column("examination", "departure", TextField(null=True)))
    migrator.migrate(migrator.add_column("examination", "seal", CharField(max_length=64, default="")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("examination", "seal"))
    migrator.migrate(migrator.drop_column("examination", "departure"))
    migrator.migrate(migrator.drop_column("examination", "approved_under"))
