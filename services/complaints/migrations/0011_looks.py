"""What is looked at again waits in a table; and papers and tests of old are found also by the shorter form of their
number, by the ids of test and item."""

from peewee import *

from services.complaints.domain.numbers import keys_of, names_of_letter, names_of_paper
from shared.clock import now, rfc3339
from shared.ids import uuid7


def up(migrator, db):
    class Look(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        instrument_id = CharField(default="", max_length=36)
        people = TextField()
        news = TextField()
        after = CharField(default="", max_length=36)

        class Meta:
            database = db
            table_name = "look"

    db.create_tables([Look])
    migrator.migrate(migrator.add_index("name", ("instrument_id",), False))
    for id, number, instrument, item in _rows(db, "SELECT id, number, instrument_id, item_id FROM known_paper"):
        _name(db, names_of_paper(number) - keys_of(number), instrument, item, id)
    for id, letter, instrument, item in _rows(
        db, "SELECT id, application_number, instrument_id, item_id FROM known_test"
    ):
        shorter = names_of_letter(letter or "") - keys_of(letter or "")
        _name(db, shorter | keys_of(id) | keys_of(item or ""), instrument)


def down(migrator, db):
    migrator.migrate(migrator.drop_index("name", "name_instrument_id"))
    db.execute_sql("DROP TABLE look")


def _rows(db, sql):
    return db.execute_sql(sql).fetchall()


def _name(db, keys, instrument, item=None, paper=None):
    columns = "id, version, created_at, value, instrument_id, item_id, certificate_id"
    sql = f"INSERT INTO name ({columns}) VALUES ({', '.join([db.param] * 7)})"
    for key in sorted(keys):
        value = db.vault.digest(f"topic\n{key}")
        db.execute_sql(sql, (uuid7(), 1, rfc3339(now()), value, instrument, item, paper))
