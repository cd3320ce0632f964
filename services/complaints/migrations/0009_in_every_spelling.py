"""Papers, letters and instruments are found by digests of their numbers and ids in every spelling, in the words of a
case too; and a test has more hands than one."""

import json

from peewee import *

from services.complaints.domain.numbers import keys_of, topics
from shared.clock import now, rfc3339
from shared.ids import uuid7


def up(migrator, db):
    class Name(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        value = CharField(index=True, max_length=64)
        instrument_id = CharField(max_length=36)
        item_id = CharField(null=True, max_length=36)
        certificate_id = CharField(null=True, max_length=36)

        class Meta:
            database = db
            table_name = "name"

    db.create_tables([Name])
    migrator.migrate(migrator.add_column("known_test", "corrected_by", TextField(default="[]")))
    _names(db)
    db.execute_sql("DELETE FROM topic")
    for id, *sealed in _rows(db, "SELECT id, about, subject, text FROM complaint"):
        for key in sorted(topics(*(json.loads(db.vault.unseal(one)) for one in sealed))):
            _insert(db, "topic", complaint_id=id, value=_topic(db, key))


def _names(db):
    for id, number, instrument, item in _rows(db, "SELECT id, number, instrument_id, item_id FROM known_paper"):
        for key in sorted(keys_of(id) | keys_of(number)):
            _insert(db, "name", value=_topic(db, key), instrument_id=instrument, item_id=item, certificate_id=id)
    for instrument, letter in _rows(db, "SELECT DISTINCT instrument_id, application_number FROM known_test"):
        for key in sorted(keys_of(instrument) | keys_of(letter or "")):
            _insert(db, "name", value=_topic(db, key), instrument_id=instrument)


def down(migrator, db):
    db.execute_sql("DROP TABLE name")
    migrator.migrate(migrator.drop_column("known_test", "corrected_by"))


def _topic(db, key):
    return db.vault.digest(f"topic\n{key}")


def _rows(db, sql):
    return db.execute_sql(sql).fetchall()


def _insert(db, table, **values):
    row = {"id": uuid7(), "version": 1, "created_at": rfc3339(now()), **values}
    marks = ", ".join([db.param] * len(row))
    db.execute_sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
