"""Why an instrument is tested, the lot of a sample, and the approved type it belongs to."""

from peewee import *


def up(migrator, db):
    class TypeApproval(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        number = CharField(max_length=120, unique=True)
        kind = CharField(max_length=40)
        holder = CharField(default="", max_length=200)
        brand = CharField(default="", max_length=120)
        models = TextField()
        valid_from = DateField()
        valid_until = DateField(null=True)

        class Meta:
            database = db
            table_name = "type_approval"

    db.create_tables([TypeApproval])

    migrator.migrate(migrator.add_column("order", "basis", CharField(max_length=12, default="mandatory")))
    migrator.migrate(migrator.add_column("order", "lot", CharField(max_length=80, default="")))
    migrator.migrate(migrator.add_column("order", "type_approval", CharField(max_length=120, default="")))
    migrator.migrate(migrator.add_column("order", "exemption", CharField(max_length=200, default="")))
    migrator.migrate(migrator.add_column("examination", "type_conformity", TextField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("examination", "type_conformity"))
    migrator.migrate(migrator.drop_column("order", "exemption"))
    migrator.migrate(migrator.drop_column("order", "type_approval"))
    migrator.migrate(migrator.drop_column("order", "lot"))
    migrator.migrate(migrator.drop_column("order", "basis"))
    migrator.migrate(migrator.drop_table("type_approval"))
