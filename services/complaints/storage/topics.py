"""What a case is about, and the names by which papers and instruments are found again: keyed digests of both."""

from collections.abc import Collection

from peewee import CharField, ForeignKeyField

from services.complaints.domain.numbers import keys_of, topics
from services.complaints.storage.context import Table, store
from services.complaints.storage.people import topic_of
from services.complaints.storage.tables import Complaint


class Topic(Table):
    """A keyed digest of a number or id that a case is about: by it the case is found again when something is heard of
    that thing."""

    complaint = ForeignKeyField(Complaint, backref="topics")
    value = CharField(64, index=True)

    @staticmethod
    def alone() -> None:
        """Until the transaction ends, nobody else looks whom a case involves: a case that comes in and a result that is
        heard in the same moment would each miss the other. SQLite has one writer anyhow."""
        if not store.is_sqlite:
            store.execute("SELECT pg_advisory_xact_lock(7406)")

    @classmethod
    def keep(cls, complaint: Complaint) -> None:
        """Of everything that the case names, in its fields or in its words, in whatever spelling."""
        for value in sorted(map(topic_of, topics(complaint.about, complaint.subject, complaint.text))):
            cls.create(complaint=complaint, value=value)

    @classmethod
    def cases_about(cls, values: Collection[str]) -> list[Complaint]:
        keys = {topic_of(key) for value in values for key in keys_of(value)}
        about = cls.select(cls.complaint).where(cls.value << sorted(keys))
        return list(Complaint.select().where(Complaint.id << about).order_by(Complaint.id))


class Name(Table):
    """A keyed digest by which a case finds a paper or instrument: number, id or code of a paper, number of a letter."""

    value = CharField(64, index=True)
    instrument_id = CharField(36)
    item_id = CharField(36, null=True)
    certificate_id = CharField(36, null=True)

    @classmethod
    def give(cls, keys: Collection[str], **thing: str | None) -> None:
        for value in sorted(map(topic_of, keys)):
            cls.get_or_create(value=value, **thing)

    @classmethod
    def of(cls, complaint: Complaint) -> list["Name"]:
        """The names of everything that the case is about."""
        about = Topic.select(Topic.value).where(Topic.complaint == complaint.id)
        return list(cls.select().where(cls.value << about).order_by(cls.id))
