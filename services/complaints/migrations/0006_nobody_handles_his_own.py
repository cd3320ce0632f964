"""Whose case it is: a keyed digest of the account of a reporter who said who he is. Of older cases none was kept, so
there his name alone keeps him away."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("complaint", "lodged_by", CharField(max_length=64, default="")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("complaint", "lodged_by"))
