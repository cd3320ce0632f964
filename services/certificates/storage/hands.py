"""Who tested what a paper speaks of, and to whom it is not there; as keyed digests, the tables name nobody."""

from collections.abc import Iterable
from typing import Any

from peewee import BooleanField, CharField, IntegerField, TextField, fn

from services.certificates.storage.context import Table, store
from shared.auth.actor import Actor
from shared.auth.scopes import Sight
from shared.auth.separation_of_duties import normal

DECIDES, HANDLES, LOOKS_ON, TESTS = "head", "complaint_officer", "auditor", "verifier"


class Handled(Table):
    """The people behind one version of an examination, as testing told certificates alone."""

    examination_id = CharField(36)
    version_told = IntegerField()
    hands = TextField()
    kept_from = TextField()
    kept = BooleanField()  # a complaint asked for it

    class Meta:
        indexes = ((("examination_id", "version_told"), True),)

    @classmethod
    def keep(cls, examination_id: str, version: int, hands: list[str], kept_from: list[str], kept: bool) -> None:
        known = cls.of(examination_id, version).first()
        facts = {"hands": marks(hands), "kept_from": marks(kept_from), "kept": kept}
        if known:
            known.change(**facts)
        else:
            cls.create(examination_id=examination_id, version_told=version, **facts)

    @classmethod
    def of(cls, examination_id: Any, version: Any) -> Any:
        return cls.select().where(cls.examination_id == examination_id, cls.version_told == version)

    @classmethod
    def by_hand_of(cls, examination_id: str, version: int, account: str) -> bool:
        """Whether the account tested or corrected it."""
        return cls.of(examination_id, version).where(cls.hands.contains(marks([account]))).exists()

    @classmethod
    def kept_from_reader(cls, examination_id: Any, version: Any, reader: Sight | Actor) -> Any:
        """The condition under which a paper of this examination is not there for the reader. Who handles complaints is
        kept from all that one asked for: only complaints can tell which of them he may know of."""
        if HANDLES in reader.roles and DECIDES not in reader.roles:
            condition = cls.kept
        else:
            condition = cls.kept_from.contains(marks([reader.sub]))
        return fn.EXISTS(cls.of(examination_id, version).where(condition))


def marks(accounts: Iterable[str]) -> str:
    """Keyed digests of accounts as one text in which each can be looked for by itself."""
    found = sorted({store.vault.digest(f"hand\n{normal(account)}")[:32] for account in accounts})
    return f"|{'|'.join(found)}|" if found else ""


def knows_complaints(by: Actor) -> bool:
    """Whether the caller may know which papers complaints are about: who decides on them and who looks on; nobody who
    tests, for it may be his own test, and nobody who handles complaints, for he may have to keep away from this one
    and only complaints knows. The head decides on all of them, also where he tested himself."""
    return by.has(DECIDES) or (by.has(LOOKS_ON) and not by.has(TESTS, HANDLES))
