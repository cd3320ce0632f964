"""Initial: a frozen copy of the tables, generated from the models."""

from peewee import *


def up(migrator, db):
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

    class Counter(Model):
        series = CharField(primary_key=True, max_length=80)
        value = IntegerField()

        class Meta:
            database = db
            table_name = "counter"

    db.create_tables([Counter])

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

    class SourceCursor(Model):
        source = CharField(primary_key=True, max_length=120)
        position = IntegerField()
        epoch = IntegerField()

        class Meta:
            database = db
            table_name = "source_cursor"

    db.create_tables([SourceCursor])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("source_cursor"))
    migrator.migrate(migrator.drop_table("marker"))
    migrator.migrate(migrator.drop_table("log_head"))
    migrator.migrate(migrator.drop_table("log_event"))
    migrator.migrate(migrator.drop_table("lease"))
    migrator.migrate(migrator.drop_table("item"))
    migrator.migrate(migrator.drop_table("instrument"))
    migrator.migrate(migrator.drop_table("inbox_event"))
    migrator.migrate(migrator.drop_table("idempotency_key"))
    migrator.migrate(migrator.drop_table("history"))
    migrator.migrate(migrator.drop_table("counter"))
    migrator.migrate(migrator.drop_table("application"))
    migrator.migrate(migrator.drop_table("party"))
