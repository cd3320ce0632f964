"""One record of a booking: corrections follow another version, everything else is the first of its order and day."""

from peewee import *

INDEX = "examination_one_of_a_booking"


def up(migrator, db):
    one = '("order_id", "session_id") WHERE supersedes IS NULL'
    db.execute_sql(f"CREATE UNIQUE INDEX {INDEX} ON examination {one}")


def down(migrator, db):
    migrator.migrate(migrator.drop_index("examination", INDEX))
