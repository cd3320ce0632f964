"""Under which code testing knows an account is kept, as digests of both."""

from peewee import *


def up(migrator, db):
    class KnownVerifier(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        account = CharField(max_length=64, unique=True)
        code = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "known_verifier"

    db.create_tables([KnownVerifier])


def down(migrator, db):
    db.execute_sql("DROP TABLE known_verifier")
