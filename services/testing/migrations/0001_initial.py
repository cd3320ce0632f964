"""Initial: a frozen copy of the tables, generated from the models."""

from peewee import *

from shared.migrations import initial


def up(migrator, db):
    initial.up(db)

    class Session(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        date = DateField(index=True)
        period = CharField(index=True, max_length=10)
        mode = CharField(max_length=10)
        stops = TextField()
        verifiers = TextField()
        capacity_minutes = IntegerField()
        used_minutes = IntegerField(default=0)
        state = CharField(index=True, max_length=20, default="planned")

        class Meta:
            database = db
            table_name = "session"

    db.create_tables([Session])

    class Order(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        number = CharField(unique=True, max_length=40)
        source_key = CharField(unique=True, max_length=120)
        state = CharField(index=True, max_length=20, default="waiting")
        origin = CharField(max_length=12)
        cause = CharField(max_length=12)
        item_id = CharField(index=True, null=True, max_length=36)
        application_id = CharField(index=True, null=True, max_length=36)
        application_number = CharField(null=True, max_length=40)
        complaint_id = CharField(null=True, max_length=36)
        owner_key = CharField(index=True, max_length=36, default="")
        party_id = CharField(null=True, max_length=36)
        instrument_id = CharField(index=True, max_length=36)
        kind = CharField(max_length=40)
        verification = CharField(max_length=12)
        brand = CharField(max_length=120)
        model = CharField(max_length=120)
        serial = CharField(max_length=120)
        units = TextField()
        parameters = TextField()
        place = TextField()
        district = CharField(index=True, max_length=20)
        channel = CharField(max_length=20, default="")
        urgent = BooleanField(default=False)
        promised_on = DateField(null=True)
        period = CharField(index=True, max_length=10)
        minutes = IntegerField()
        ranked_at = TextField()
        missed_count = IntegerField(default=0)
        session = ForeignKeyField(Session, null=True)
        offered_until = DateField(null=True)
        other_than = TextField()
        retest_of = CharField(null=True, max_length=36)
        retest_until = DateField(null=True)

        class Meta:
            database = db
            table_name = "order"

    db.create_tables([Order])

    class Examination(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        order = ForeignKeyField(Order)
        session = ForeignKeyField(Session)
        instrument_id = CharField(index=True, max_length=36)
        owner_key = CharField(index=True, max_length=36, default="")
        revision = IntegerField(default=1)
        supersedes = CharField(index=True, null=True, max_length=36)
        superseded_by = CharField(null=True, max_length=36)
        state = CharField(index=True, max_length=20, default="recorded")
        tested_on = DateField(index=True)
        verifier_code = CharField(max_length=20)
        verifier_sub = CharField(max_length=120)
        approved_by_code = CharField(null=True, max_length=20)
        approved_at = TextField(null=True)
        readings = TextField()
        result = TextField()
        software = TextField()
        environment = TextField()
        standards = TextField()
        adjustment = BooleanField(default=False)
        marks = TextField()
        reason = CharField(max_length=500, default="")
        note = CharField(max_length=500, default="")
        retest_until = DateField(null=True)

        class Meta:
            database = db
            table_name = "examination"

    db.create_tables([Examination])

    class Party(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        facts = TextField()

        class Meta:
            database = db
            table_name = "party"

    db.create_tables([Party])

    class Standard(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        code = CharField(unique=True, max_length=40)
        name = CharField(max_length=120)
        accuracy_class = CharField(max_length=20, default="")
        range = CharField(max_length=120, default="")
        certificate = CharField(max_length=120, default="")
        valid_until = DateField()
        max_error = CharField(null=True, max_length=32)
        unit = CharField(max_length=10, default="")
        corrections = TextField()
        withdrawn_from = DateField(null=True)
        withdrawn_reason = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "standard"

    db.create_tables([Standard])

    class Verifier(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        code = CharField(unique=True, max_length=20)
        name = TextField()
        subject = CharField(unique=True, max_length=120)
        decree = CharField(max_length=120, default="")
        appointed_from = DateField()
        appointed_until = DateField()
        certified_until = DateField()
        scope = TextField()
        withdrawn_from = DateField(null=True)
        withdrawn_reason = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "verifier"

    db.create_tables([Verifier])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("verifier"))
    migrator.migrate(migrator.drop_table("standard"))
    migrator.migrate(migrator.drop_table("party"))
    migrator.migrate(migrator.drop_table("examination"))
    migrator.migrate(migrator.drop_table("order"))
    migrator.migrate(migrator.drop_table("session"))
    initial.down(db)
