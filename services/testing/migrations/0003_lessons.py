"""Lessons: a frozen copy of the tables, generated from the models."""

from peewee import *


def up(migrator, db):
    class Lesson(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        instrument_id = CharField(max_length=36)
        day = IntegerField(index=True)
        made_day = IntegerField(null=True)
        kind = CharField(index=True, max_length=40)
        brand = CharField(max_length=120)
        brand_key = CharField(max_length=120)
        model = CharField(max_length=120)
        model_key = CharField(max_length=120)
        district = CharField(max_length=20)
        verification = CharField(max_length=12)
        cause = CharField(max_length=12)
        adjusted = BooleanField()
        units = IntegerField()
        units_rejected = IntegerField()
        largest = TextField()

        class Meta:
            database = db
            table_name = "lesson"
            indexes = ((("instrument_id", "day"), False), (("brand_key", "model_key"), False))

    db.create_tables([Lesson])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("lesson"))
