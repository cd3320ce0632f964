"""What was uploaded as photos is counted, removed ones too: their bytes are kept. What is there counts from now on."""

from peewee import *


def up(migrator, db):
    class PhotoUpload(Model):
        id = CharField(max_length=36, primary_key=True)
        created_at = TextField()
        version = IntegerField(default=1)
        examination_id = CharField(max_length=36, index=True)
        account = CharField(max_length=64, index=True)
        size = IntegerField()

        class Meta:
            database = db
            table_name = "photo_upload"

    db.create_tables([PhotoUpload])
    db.execute_sql(
        "INSERT INTO photo_upload (id, created_at, version, examination_id, account, size) "
        "SELECT id, created_at, 1, examination_id, '', size FROM photo WHERE carried_from IS NULL"
    )


def down(migrator, db):
    db.execute_sql("DROP TABLE photo_upload")
