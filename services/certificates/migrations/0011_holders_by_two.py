"""A further decree of a holder counts once it is confirmed; those that stand already count as confirmed."""

from peewee import *

BEFORE = "upgrade"


def up(migrator, db):
    sql = f"UPDATE delegation SET confirmed_by = {db.param} WHERE capacity = 'holder' AND confirmed_by IS NULL"
    db.execute_sql(sql, (BEFORE,))


def down(migrator, db):
    db.execute_sql(f"UPDATE delegation SET confirmed_by = NULL WHERE confirmed_by = {db.param}", (BEFORE,))
