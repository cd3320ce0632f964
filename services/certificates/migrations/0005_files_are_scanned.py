"""Files are scanned: a frozen copy of the tables, generated from the models."""

from peewee import *


def up(migrator, db):
    class FileScan(Model):
        sha256 = CharField(primary_key=True, max_length=64)
        state = CharField(index=True, max_length=10)
        virus = CharField(max_length=200, default="")
        asked_at = TextField()
        answered_at = TextField(null=True)
        attempts = IntegerField(default=0)
        last_error = TextField(default="")

        class Meta:
            database = db
            table_name = "file_scan"

    db.create_tables([FileScan])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("file_scan"))
