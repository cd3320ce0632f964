"""Who corrected: the tester stays, and whoever wrote a later version stands beside him."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("examination", "corrected_by", TextField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("examination", "corrected_by"))
