"""Initial: a frozen copy of the tables, generated from the models."""

from peewee import *

from shared.migrations import initial


def up(migrator, db):
    initial.up(db)

    class Batch(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        state = CharField(index=True, max_length=10, default="pending")
        signer = TextField()
        outcomes = TextField()
        note = TextField(default="")

        class Meta:
            database = db
            table_name = "batch"

    db.create_tables([Batch])

    class Certificate(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        state = CharField(index=True, max_length=20, default="awaiting_signature")
        kind = CharField(max_length=12)
        number = CharField(unique=True, null=True, max_length=60)
        code = CharField(unique=True, max_length=40)
        living = CharField(unique=True, null=True, max_length=36)
        instrument_id = CharField(index=True, max_length=36)
        item_id = CharField(index=True, null=True, max_length=36)
        application_id = CharField(index=True, null=True, max_length=36)
        examination_id = CharField(max_length=36)
        examination_version = IntegerField()
        corrected_by = CharField(null=True, max_length=36)
        owner_key = CharField(index=True, max_length=36, default="")
        party_id = CharField(null=True, max_length=36)
        instrument_kind = CharField(max_length=40)
        district = CharField(index=True, max_length=20)
        tested_on = DateField()
        facts = TextField()
        valid_until = DateField(index=True, null=True)
        issued_on = DateField(null=True)
        signed_at = TextField(null=True)
        signed_by = CharField(max_length=120, default="")
        signature = TextField(null=True)
        sha256 = CharField(unique=True, null=True, max_length=64)
        reason_code = CharField(max_length=60, default="")
        replaced_by = CharField(null=True, max_length=36)
        request = TextField(null=True)
        notice_days = IntegerField(null=True)

        class Meta:
            database = db
            table_name = "certificate"
            indexes = ((("examination_id", "examination_version"), True),)

    db.create_tables([Certificate])

    class Delegation(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        subject = CharField(index=True, max_length=120)
        capacity = CharField(max_length=16)
        name = CharField(max_length=200)
        title = CharField(max_length=200, default="")
        rank = CharField(max_length=120, default="")
        decree = CharField(max_length=200)
        first_day = DateField()
        last_day = DateField(null=True)
        recorded_by = CharField(max_length=120)

        class Meta:
            database = db
            table_name = "delegation"

    db.create_tables([Delegation])

    class Instrument(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        broken = TextField()

        class Meta:
            database = db
            table_name = "instrument"

    db.create_tables([Instrument])

    class PartyCopy(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        facts = TextField()
        sequence = IntegerField()

        class Meta:
            database = db
            table_name = "party_copy"

    db.create_tables([PartyCopy])

    class VoidNumber(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        number = CharField(unique=True, max_length=60)
        certificate_id = CharField(max_length=36)
        reason_code = CharField(max_length=60)
        by = CharField(max_length=120)

        class Meta:
            database = db
            table_name = "void_number"

    db.create_tables([VoidNumber])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("void_number"))
    migrator.migrate(migrator.drop_table("party_copy"))
    migrator.migrate(migrator.drop_table("instrument"))
    migrator.migrate(migrator.drop_table("delegation"))
    migrator.migrate(migrator.drop_table("certificate"))
    migrator.migrate(migrator.drop_table("batch"))
    initial.down(db)
