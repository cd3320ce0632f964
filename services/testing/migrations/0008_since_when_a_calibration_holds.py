"""Since when a calibration holds: unknown for the standards that were entered before."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("standard", "valid_from", DateField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("standard", "valid_from"))
