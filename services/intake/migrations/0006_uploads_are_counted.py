"""What is uploaded as letters is counted, and a letter that was handed in stays when another takes its place."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("application", "earlier_files", TextField(default="[]")))

    class Application(Model):
        id = CharField(primary_key=True, max_length=36)

        class Meta:
            database = db
            table_name = "application"

    class LetterUpload(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        application = ForeignKeyField(Application)
        account = CharField(index=True, max_length=64)
        size = IntegerField()

        class Meta:
            database = db
            table_name = "letter_upload"

    db.create_tables([LetterUpload])


def down(migrator, db):
    migrator.migrate(
        migrator.drop_table("letter_upload"),
        migrator.drop_column("application", "earlier_files"),
    )
