"""What an inspection body shows: a frozen copy of the tables, generated from the models."""

from peewee import *


def up(migrator, db):
    class Order(Model):
        id = CharField(primary_key=True, max_length=36)

        class Meta:
            database = db
            table_name = "order"

    class Session(Model):
        id = CharField(primary_key=True, max_length=36)

        class Meta:
            database = db
            table_name = "session"

    class Delegation(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        subject = CharField(index=True, max_length=120)
        first_day = DateField()
        last_day = DateField(null=True)
        recorded_by = CharField(max_length=120)
        capacity = CharField(max_length=16)
        name = TextField()
        decree = CharField(max_length=200)

        class Meta:
            database = db
            table_name = "delegation"

    db.create_tables([Delegation])

    class FieldEntry(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        entry_id = CharField(max_length=36)
        order = ForeignKeyField(Order)
        session = ForeignKeyField(Session)
        subject = CharField(max_length=120)
        device = CharField(max_length=80, default="")
        taken_at = TextField()
        body = TextField()

        class Meta:
            database = db
            table_name = "field_entry"
            indexes = ((("session", "order", "subject", "entry_id"), True),)

    db.create_tables([FieldEntry])

    class Interest(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        subject = CharField(index=True, max_length=120)
        first_day = DateField()
        last_day = DateField(null=True)
        recorded_by = CharField(max_length=120)
        relation = CharField(max_length=20)
        party_id = CharField(index=True, null=True, max_length=36)
        instrument_id = CharField(index=True, null=True, max_length=36)
        note = TextField(default="")

        class Meta:
            database = db
            table_name = "interest"

    db.create_tables([Interest])

    migrator.migrate(migrator.add_column("order", "anomalies", TextField(null=True)))
    migrator.migrate(migrator.add_column("examination", "approved_under", TextField(null=True)))
    migrator.migrate(migrator.add_column("examination", "departure", TextField(null=True)))
    migrator.migrate(migrator.add_column("examination", "seal", CharField(max_length=64, default="")))
    migrator.migrate(migrator.add_column("standard", "checked_on", DateField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("standard", "checked_on"))
    migrator.migrate(migrator.drop_column("examination", "seal"))
    migrator.migrate(migrator.drop_column("examination", "departure"))
    migrator.migrate(migrator.drop_column("examination", "approved_under"))
    migrator.migrate(migrator.drop_column("order", "anomalies"))
    migrator.migrate(migrator.drop_table("interest"))
    migrator.migrate(migrator.drop_table("field_entry"))
    migrator.migrate(migrator.drop_table("delegation"))
