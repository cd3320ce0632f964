"""Doubts about approved examinations, why a standard or a verifier was withdrawn, and photos of examinations."""

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

    class Photo(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        examination_id = CharField(index=True, max_length=36)
        kind = CharField(max_length=16)
        caption = CharField(max_length=200, default="")
        sha256 = CharField(max_length=64)
        media = CharField(max_length=20)
        size = IntegerField()
        width = IntegerField(null=True)
        height = IntegerField(null=True)
        carried_from = CharField(null=True, max_length=36)

        class Meta:
            database = db
            table_name = "photo"
            indexes = ((("examination_id", "sha256"), True),)

    db.create_tables([Photo])

    migrator.migrate(migrator.add_column("standard", "withdrawn_code", CharField(max_length=40, default="")))
    migrator.migrate(migrator.add_column("verifier", "withdrawn_code", CharField(max_length=40, default="")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("verifier", "withdrawn_code"))
    migrator.migrate(migrator.drop_column("standard", "withdrawn_code"))
    migrator.migrate(migrator.drop_table("photo"))
    migrator.migrate(migrator.drop_table("doubt"))
