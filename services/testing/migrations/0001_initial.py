"""Initial: a frozen copy of the tables, generated from the models."""

from peewee import *


def up(migrator, db):
    class Counter(Model):
        series = CharField(primary_key=True, max_length=80)
        value = IntegerField()

        class Meta:
            database = db
            table_name = "counter"

    db.create_tables([Counter])

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

    class Party(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        facts = TextField()

        class Meta:
            database = db
            table_name = "party"

    db.create_tables([Party])

    class SourceCursor(Model):
        source = CharField(primary_key=True, max_length=120)
        position = IntegerField()
        epoch = IntegerField()

        class Meta:
            database = db
            table_name = "source_cursor"

    db.create_tables([SourceCursor])

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
    migrator.migrate(migrator.drop_table("source_cursor"))
    migrator.migrate(migrator.drop_table("party"))
    migrator.migrate(migrator.drop_table("marker"))
    migrator.migrate(migrator.drop_table("log_head"))
    migrator.migrate(migrator.drop_table("log_event"))
    migrator.migrate(migrator.drop_table("lease"))
    migrator.migrate(migrator.drop_table("inbox_event"))
    migrator.migrate(migrator.drop_table("idempotency_key"))
    migrator.migrate(migrator.drop_table("history"))
    migrator.migrate(migrator.drop_table("examination"))
    migrator.migrate(migrator.drop_table("order"))
    migrator.migrate(migrator.drop_table("session"))
    migrator.migrate(migrator.drop_table("counter"))
