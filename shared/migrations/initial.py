"""The tables of the plumbing as every service's first migration made them; never changed, later steps change tables."""

from typing import Any

from peewee import BlobField, BooleanField, CharField, IntegerField, Model, TextField


class Counter(Model):
    series = CharField(primary_key=True, max_length=80)
    value = IntegerField()

    class Meta:
        table_name = "counter"


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
        table_name = "history"


class IdempotencyKey(Model):
    key = CharField(max_length=200)
    owner = CharField(max_length=120)
    fingerprint = CharField(max_length=64)
    status = IntegerField(null=True)
    headers = TextField(null=True)
    body = BlobField(null=True)
    created_at = TextField()

    class Meta:
        table_name = "idempotency_key"
        indexes = ((("owner", "key"), True),)


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
        table_name = "inbox_event"
        indexes = (
            (("source", "event_id"), True),
            (("source", "subject", "sequence"), False),
            (("state", "next_at"), False),
        )


class Lease(Model):
    name = CharField(primary_key=True, max_length=80)
    owner = CharField(max_length=36)
    until = TextField()
    ran_at = TextField(null=True)

    class Meta:
        table_name = "lease"


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
        table_name = "log_event"
        indexes = ((("subject", "sequence"), True), (("published_at", "position"), False))


class LogHead(Model):
    id = IntegerField(primary_key=True)
    position = IntegerField()
    epoch = IntegerField()

    class Meta:
        table_name = "log_head"


class Marker(Model):
    name = CharField(primary_key=True, max_length=80)
    at = TextField()

    class Meta:
        table_name = "marker"


class SourceCursor(Model):
    source = CharField(primary_key=True, max_length=120)
    position = IntegerField()
    epoch = IntegerField()

    class Meta:
        table_name = "source_cursor"


TABLES = (Counter, History, IdempotencyKey, InboxEvent, Lease, LogEvent, LogHead, Marker, SourceCursor)


def up(db: Any) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)


def down(db: Any) -> None:
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
