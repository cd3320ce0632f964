"""Doubts about the test behind a paper, on papers that stood before there were any."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("certificate", "doubts", TextField(default="[]")))
    migrator.migrate(migrator.add_column("certificate", "held", BooleanField(index=True, default=False)))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("certificate", "certificate_held"))
    migrator.migrate(migrator.drop_column("certificate", "held"))
    migrator.migrate(migrator.drop_column("certificate", "doubts"))
