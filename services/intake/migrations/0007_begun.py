"""What an account began and did not hand in is found without reading every letter."""

from peewee import *

NAME = "application_begun"


def up(migrator, db):
    columns = '"opened_by", "state", "created_at"'
    db.execute_sql(f'CREATE INDEX IF NOT EXISTS "{NAME}" ON "application" ({columns}) WHERE number IS NULL')


def down(migrator, db):
    db.execute_sql(f'DROP INDEX IF EXISTS "{NAME}"')
