"""Initial: a frozen copy of the tables, generated from the models."""

from peewee import *

from shared.migrations import initial


def up(migrator, db):
    initial.up(db)

    class Party(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        owner_key = CharField(index=True, max_length=36, default="")
        facts = TextField()
        told_facts = CharField(max_length=64, default="")

        class Meta:
            database = db
            table_name = "party"

    db.create_tables([Party])

    class Application(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        number = CharField(unique=True, null=True, max_length=40)
        tracking_code = TextField(null=True)
        state = CharField(index=True, max_length=20, default="draft")
        scheme = CharField(max_length=20)
        channel = CharField(max_length=20)
        owner_key = CharField(index=True, max_length=36, default="")
        opened_by = CharField(max_length=120)
        party = ForeignKeyField(Party)
        period = CharField(index=True, null=True, max_length=10)
        district = CharField(index=True, null=True, max_length=20)
        submitted_on = DateField(null=True)
        promised_on = DateField(null=True)
        accepted_at = TextField(null=True)
        returned_at = TextField(null=True)
        revision = IntegerField(default=0)
        urgent = BooleanField(default=False)
        letter = TextField()
        letter_file = TextField(null=True)
        faults = TextField()
        wish = TextField(null=True)
        overdue_told = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "application"

    db.create_tables([Application])

    class Instrument(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        state = CharField(max_length=20, default="active")
        registered = BooleanField(default=False)
        kind = CharField(index=True, max_length=40)
        brand = CharField(max_length=120)
        model = CharField(max_length=120)
        serial = CharField(index=True, max_length=120)
        parameters = TextField()
        units = TextField()
        district = CharField(null=True, max_length=20)
        owner = ForeignKeyField(Party)
        certificate = TextField(null=True)

        class Meta:
            database = db
            table_name = "instrument"

    db.create_tables([Instrument])

    class Item(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        application = ForeignKeyField(Application)
        instrument = ForeignKeyField(Instrument)
        owner = ForeignKeyField(Party)
        state = CharField(index=True, max_length=20, default="pending")
        verification = CharField(max_length=12)
        type_approval = CharField(max_length=120, default="")
        exemption = CharField(max_length=200, default="")
        place = TextField()
        order = TextField(null=True)
        outcome = TextField()

        class Meta:
            database = db
            table_name = "item"

    db.create_tables([Item])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("item"))
    migrator.migrate(migrator.drop_table("instrument"))
    migrator.migrate(migrator.drop_table("application"))
    migrator.migrate(migrator.drop_table("party"))
    initial.down(db)
