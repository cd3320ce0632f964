"""The plumbing's own tables, made for each service's database: log, inbox, cursors, keys, history, leases, scans."""

from peewee import SQL, BlobField, BooleanField, CharField, IntegerField, Model, TextField

from shared import clock
from shared.database.fields import JsonField, MomentField, SecretField
from shared.database.insert_cache import Table
from shared.database.store import Store
from shared.ids import uuid7


def plumbing(store: Store) -> list[type[Model]]:
    """Fresh model classes bound to `store`, for creating, migrating and drift checks; hot paths use SQL text."""
    meta = type("Meta", (), {"database": store.database, "legacy_table_names": False})
    tables = [type(table.__name__, (table,), {"__module__": __name__, "Meta": meta}) for table in PLUMBING]
    for field in (field for table in tables for field in table._meta.sorted_fields):
        if isinstance(field, SecretField):
            field.vault = store.vault
    for inbox in (table for table in tables if issubclass(table, InboxEvent)):
        # The few that were tried in vain, among the many that nobody has come to yet.
        where = {"where": SQL("last_error IS NOT NULL"), "name": "inboxevent_tried_in_vain"}
        inbox.add_index(inbox.index(inbox.state, inbox.next_at, **where))
    return tables


class LogHead(Model):
    """One row: the last position given out, and the epoch of this log."""

    id = IntegerField(primary_key=True)
    position = IntegerField()
    epoch = IntegerField()


class LogEvent(Model):
    """The event log: gapless positions in commit order; the truth that every carrier only copies."""

    position = IntegerField(primary_key=True)
    event_id = CharField(36, unique=True)
    type = CharField(120)
    subject = CharField(120)
    sequence = IntegerField()
    internal = BooleanField()
    body = BlobField()
    recorded_at = MomentField()
    published_at = MomentField(null=True)
    quarantined_at = MomentField(null=True)

    class Meta:
        indexes = ((("subject", "sequence"), True), (("published_at", "position"), False))


class InboxEvent(Model):
    """What we heard of others, once per (source, event id), with the state of our work on it."""

    id = CharField(36, primary_key=True)
    source = CharField(120)
    event_id = CharField(64)
    type = CharField(120)
    subject = CharField(120)
    sequence = IntegerField()
    position = IntegerField()
    body = BlobField()
    state = CharField(10)
    attempts = IntegerField(default=0)
    next_at = MomentField()
    lease = CharField(36, null=True)
    lease_until = MomentField(null=True)
    last_error = TextField(null=True)
    received_at = MomentField()
    done_at = MomentField(null=True)

    class Meta:
        indexes = (
            (("source", "event_id"), True),
            (("source", "subject", "sequence"), False),
            (("state", "received_at", "id"), False),  # the next one is found however many wait behind it
        )


class SourceCursor(Model):
    """How far each peer's feed has been read; moved in the transaction that stores the events."""

    source = CharField(120, primary_key=True)
    position = IntegerField()
    epoch = IntegerField()


class IdempotencyKey(Model):
    """The answer that a key already got, kept in the transaction of its effect; key and owner are keyed digests."""

    key = CharField(200)
    owner = CharField(120)
    fingerprint = CharField(64)
    status = IntegerField(null=True)
    headers = JsonField(null=True)
    body = BlobField(null=True)
    created_at = MomentField()

    class Meta:
        indexes = ((("owner", "key"), True),)


class History(Table):
    """Who did what when and why: appended, never edited. People and their words are sealed."""

    id = CharField(36, primary_key=True, default=uuid7)
    subject = CharField(120, index=True)
    at = MomentField(default=clock.now)
    by = SecretField()
    by_name = SecretField(default="")
    action = CharField(60)
    source = CharField(40, default="")
    target = CharField(40, default="")
    facts = SecretField(default=dict)


class Lease(Model):
    """Who runs a job now, and when it ran last."""

    name = CharField(80, primary_key=True)
    owner = CharField(36)
    until = MomentField()
    ran_at = MomentField(null=True)


class Counter(Model):
    """Number series without holes: the next number of a series, taken inside the transaction that uses it."""

    series = CharField(80, primary_key=True)
    value = IntegerField()


class FileScan(Model):
    """What the scanner said of a file that somebody sent; one without a row came while no scanner was set."""

    sha256 = CharField(64, primary_key=True)
    state = CharField(10, index=True)
    virus = CharField(200, default="")
    asked_at = MomentField(default=clock.now)
    answered_at = MomentField(null=True)
    attempts = IntegerField(default=0)
    last_error = TextField(default="")


class Marker(Model):
    """Things done once for all, such as loading the demo office."""

    name = CharField(80, primary_key=True)
    at = MomentField(default=clock.now)


PLUMBING = [LogHead, LogEvent, InboxEvent, SourceCursor, IdempotencyKey, History, Lease, Counter, FileScan, Marker]
