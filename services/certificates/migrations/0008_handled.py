"""Who tested what a paper speaks of, and to whom it is not there: a frozen copy of the table of the models."""

from peewee import *


def up(migrator, db):
    class Handled(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        examination_id = CharField(max_length=36)
        version_told = IntegerField()
        hands = TextField()
        kept_from = TextField()
        kept = BooleanField()

        class Meta:
            database = db
            table_name = "handled"
            indexes = ((("examination_id", "version_told"), True),)

    db.create_tables([Handled])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("handled"))
