"""Initial: a frozen copy of the tables, generated from the models."""

from peewee import *


def up(migrator, db):
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

    class Counter(Model):
        series = CharField(primary_key=True, max_length=80)
        value = IntegerField()

        class Meta:
            database = db
            table_name = "counter"

    db.create_tables([Counter])

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

    class History(Model):
        id = CharField(primary_key=True, max_length=36)
        subject = CharField(index=True, max_length=120)
        at = TextField()
        by = CharField(max_length=120)
        by_name = CharField(max_length=200, default="")
        action = CharField(max_length=60)
        source = CharField(max_length=40, default="")
        target = CharField(max_length=40, default="")
        facts = TextField()

        class Meta:
            database = db
            table_name = "history"

    db.create_tables([History])

    class IdempotencyKey(Model):
        key = CharField(max_length=200)
        owner = CharField(max_length=120)
        fingerprint = CharField(max_length=64)
        status = IntegerField(null=True)
        headers = TextField(null=True)
        body = BlobField(null=True)
        created_at = TextField()

        class Meta:
            database = db
            table_name = "idempotency_key"
            indexes = ((("owner", "key"), True),)

    db.create_tables([IdempotencyKey])

    class InboxEvent(Model):
        id = CharField(primary_key=True, max_length=36)
        source = CharField(max_length=120)
        event_id = CharField(max_length=64)
        type = CharField(max_length=120)
        subject = CharField(max_length=120)
        sequence = IntegerField()
        position = IntegerField()
        body = BlobField()
        state = CharField(max_length=10)
        attempts = IntegerField(default=0)
        next_at = TextField()
        lease = CharField(null=True, max_length=36)
        lease_until = TextField(null=True)
        last_error = TextField(null=True)
        received_at = TextField()
        done_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "inbox_event"
            indexes = (
                (("source", "event_id"), True),
                (("source", "subject", "sequence"), False),
                (("state", "next_at"), False),
            )

    db.create_tables([InboxEvent])

    class Instrument(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        broken = TextField()

        class Meta:
            database = db
            table_name = "instrument"

    db.create_tables([Instrument])

    class Lease(Model):
        name = CharField(primary_key=True, max_length=80)
        owner = CharField(max_length=36)
        until = TextField()
        ran_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "lease"

    db.create_tables([Lease])

    class LogEvent(Model):
        position = IntegerField(primary_key=True)
        event_id = CharField(unique=True, max_length=36)
        type = CharField(max_length=120)
        subject = CharField(max_length=120)
        sequence = IntegerField()
        internal = BooleanField()
        body = BlobField()
        recorded_at = TextField()
        published_at = TextField(null=True)
        quarantined_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "log_event"
            indexes = ((("subject", "sequence"), True), (("published_at", "position"), False))

    db.create_tables([LogEvent])

    class LogHead(Model):
        id = IntegerField(primary_key=True)
        position = IntegerField()
        epoch = IntegerField()

        class Meta:
            database = db
            table_name = "log_head"

    db.create_tables([LogHead])

    class Marker(Model):
        name = CharField(primary_key=True, max_length=80)
        at = TextField()

        class Meta:
            database = db
            table_name = "marker"

    db.create_tables([Marker])

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

    class SourceCursor(Model):
        source = CharField(primary_key=True, max_length=120)
        position = IntegerField()
        epoch = IntegerField()

        class Meta:
            database = db
            table_name = "source_cursor"

    db.create_tables([SourceCursor])

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
    migrator.migrate(migrator.drop_table("source_cursor"))
    migrator.migrate(migrator.drop_table("party_copy"))
    migrator.migrate(migrator.drop_table("marker"))
    migrator.migrate(migrator.drop_table("log_head"))
    migrator.migrate(migrator.drop_table("log_event"))
    migrator.migrate(migrator.drop_table("lease"))
    migrator.migrate(migrator.drop_table("instrument"))
    migrator.migrate(migrator.drop_table("inbox_event"))
    migrator.migrate(migrator.drop_table("idempotency_key"))
    migrator.migrate(migrator.drop_table("history"))
    migrator.migrate(migrator.drop_table("delegation"))
    migrator.migrate(migrator.drop_table("counter"))
    migrator.migrate(migrator.drop_table("certificate"))
    migrator.migrate(migrator.drop_table("batch"))
