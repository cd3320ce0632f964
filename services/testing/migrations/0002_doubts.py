"""Doubts about approved examinations, and why a standard or a verifier was withdrawn."""

from peewee import *


def up(migrator, db):
    class Doubt(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        examination_id = CharField(index=True, max_length=36)
        cause = CharField(max_length=24)
        code = CharField(index=True, max_length=40)
        since = DateField()
        reason_code = CharField(max_length=60)
        state = CharField(index=True, max_length=16, default="open")
        end_code = CharField(max_length=60, default="")

        class Meta:
            database = db
            table_name = "doubt"

    db.create_tables([Doubt])

    migrator.migrate(migrator.add_column("standard", "withdrawn_code", CharField(max_length=40, default="")))
    migrator.migrate(migrator.add_column("verifier", "withdrawn_code", CharField(max_length=40, default="")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("verifier", "withdrawn_code"))
    migrator.migrate(migrator.drop_column("standard", "withdrawn_code"))
    migrator.migrate(migrator.drop_table("doubt"))
