"""Files are scanned: what the scanner answered about each."""

from typing import Any

from peewee import CharField, IntegerField, Model, TextField


class FileScan(Model):
    sha256 = CharField(primary_key=True, max_length=64)
    state = CharField(index=True, max_length=10)
    virus = CharField(max_length=200, default="")
    asked_at = TextField()
    answered_at = TextField(null=True)
    attempts = IntegerField(default=0)
    last_error = TextField(default="")

    class Meta:
        table_name = "file_scan"


def up(_: Any, db: Any) -> None:
    with db.bind_ctx([FileScan]):
        db.create_tables([FileScan])


def down(_: Any, db: Any) -> None:
    with db.bind_ctx([FileScan]):
        db.drop_tables([FileScan])
