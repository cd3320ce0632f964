"""What a case is about, and the names by which papers and instruments are found again: keyed digests of both."""

from collections.abc import Collection, Mapping

from peewee import CharField, ForeignKeyField

from services.complaints.domain.numbers import FULL, MOST_KEYS, topics
from services.complaints.storage.context import Table, store
from services.complaints.storage.people import topic_of
from services.complaints.storage.tables import Complaint


class Topic(Table):
    """A keyed digest of a number or id that a case is about: by it the case is found again when something is heard of
    that thing. A case has few, and the digest of `FULL` when its words hold more. `by` is a digest of the account of
    the office whose words alone name it; empty when the reporter does."""

    complaint = ForeignKeyField(Complaint, backref="topics")
    value = CharField(64, index=True)
    by = CharField(64, default="")

    @staticmethod
    def alone() -> None:
        """Until the transaction ends, nobody else looks whom a case involves: a case that comes in and a result that is
        heard in the same moment would each miss the other. SQLite has one writer anyhow."""
        if not store.is_sqlite:
            store.execute("SELECT pg_advisory_xact_lock(7406)")

    @staticmethod
    def values(about: Mapping[str, str], *texts: str) -> list[str]:
        """Of everything that these fields and words name, in whatever spelling; asks the database nothing."""
        return sorted(map(topic_of, topics(about, *texts)))

    @classmethod
    def keep(cls, complaint: Complaint, values: Collection[str], by: str = "") -> None:
        """Beside those that the case has; all in one statement, and never more than a case may have."""
        had = {row.value: row.by for row in cls.select().where(cls.complaint == complaint.id)}
        added = [value for value in values if value not in had]
        room = max(0, MOST_KEYS + 1 - len(had))
        kept = added if len(added) <= room else [*added[: max(0, room - 1)], topic_of(FULL)]
        row = {"complaint": complaint.id, "by": by}
        if rows := [{**row, "value": value} for value in dict.fromkeys(kept) if value not in had]:
            cls.insert_many(rows).execute()
        if not by and (said := [value for value in (*values, *kept) if had.get(value)]):
            cls.update(by="").where(cls.complaint == complaint.id, cls.value << said).execute()

    @classmethod
    def full(cls, complaint: Complaint) -> list[str]:
        """Whose words hold more numbers than are looked at."""
        rows = cls.select().where(cls.complaint == complaint.id, cls.value == topic_of(FULL))
        return [row.by for row in rows]

    @classmethod
    def writers(cls, complaint: Complaint) -> list[str]:
        """Of the office, whose words alone name something."""
        rows = cls.select(cls.by).where(cls.complaint == complaint.id, cls.by != "").distinct()
        return sorted(row.by for row in rows)


class Name(Table):
    """A keyed digest by which a case finds a paper or instrument: number, id or code of a paper, number of a letter,
    serial number, id of an order, examination or item."""

    value = CharField(64, index=True)
    instrument_id = CharField(36, index=True)
    item_id = CharField(36, null=True)
    certificate_id = CharField(36, null=True)

    @classmethod
    def give(cls, keys: Collection[str], **thing: str | None) -> None:
        for value in sorted(map(topic_of, keys)):
            cls.get_or_create(value=value, **thing)

    @classmethod
    def of(cls, complaint: Complaint, by: str | None = None) -> list["Name"]:
        """The names of everything that the case is about, or of what it is about in the words of one alone."""
        about = Topic.select(Topic.value).where(Topic.complaint == complaint.id)
        about = about if by is None else about.where(Topic.by == by)
        return list(cls.select().where(cls.value << about).order_by(cls.id))
