"""Who can be given a complaint, and who improves what complaints have shown."""

from collections.abc import Iterable
from typing import Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField

from services.complaints.domain.assignment import own_codes
from services.complaints.domain.lifecycle import ImprovementState
from services.complaints.domain.officer_codes import normal_code
from services.complaints.storage.context import Table, store
from shared.database.fields import JsonField, SecretField
from shared.errors import Invalid


class Staff(Table):
    """A person of the office: `subject` is the account, `verifier_code` the code under which examinations name him.

    An entry that is not `confirmed` counts for nothing: all that it says lies in `proposed`.
    """

    subject = CharField(120, unique=True)
    name = SecretField(store.vault)
    verifier_code = SecretField(store.vault, default="")
    skills = JsonField(default=list)
    conflicts = SecretField(store.vault, default=list)
    active = BooleanField(default=False)
    confirmed = BooleanField(default=False)
    proposed = SecretField(store.vault, null=True)  # {facts, by, by_head}: what waits for a second person

    @classmethod
    def of_account(cls, sub: str) -> "Staff | None":
        """The entry of this account that counts."""
        return cls.get_or_none(cls.subject == sub, cls.confirmed) if sub else None

    @classmethod
    def entry_of(cls, sub: str) -> "Staff | None":
        """The entry of this account, whether it counts or waits."""
        return cls.get_or_none(cls.subject == sub)

    @classmethod
    def enter(cls, waiting: "Staff | None", **facts: Any) -> "Staff":
        """A new entry, in the place of one that waits."""
        if waiting is None:
            return cls.create(**facts)
        waiting.change(**facts)
        return waiting

    @classmethod
    def counting(cls) -> Iterable["Staff"]:
        """Everybody whose entry counts."""
        return cls.select().where(cls.confirmed).order_by(cls.id)

    @classmethod
    def named(cls, id: str, pointer: str) -> "Staff":
        """The person with this id whose entry counts; Invalid at `pointer` when there is none."""
        row = cls.get_or_none(cls.id == id, cls.confirmed)
        if row is None:
            raise Invalid("unknown-staff", errors=[{"pointer": pointer, "code": "unknown-staff"}])
        return row

    @property
    def facts(self) -> dict[str, Any]:
        """What the rules of assignment ask about."""
        return {name: getattr(self, name) for name in ("verifier_code", "skills", "conflicts", "active")}

    @property
    def is_coded(self) -> bool:
        """Whether his code is the one under which testing knows his account, if it does."""
        return KnownVerifier.agrees(self.subject, self.verifier_code)

    @property
    def codes(self) -> set[str]:
        """His own code and those of the people he is close to, as codes are compared."""
        return own_codes(self.facts)

    @property
    def marks(self) -> set[str]:
        """By what the cases are known that he may not see. Nothing of it is kept beside him: whoever reads the database
        without its key cannot lay a case to a person."""
        return {mark_of_person(self.id), *map(mark_of_code, self.codes)}


class KnownVerifier(Table):
    """An account that tests, and the code that testing has for it, as keyed digests; its id is the verifier's."""

    account = CharField(64, unique=True)
    code = CharField(64)

    @classmethod
    def keep(cls, id: str, sub: str, code: str) -> None:
        """Write what was told; the same twice changes nothing."""
        facts = {"account": mark_of_account(sub), "code": mark_of_code(normal_code(code))}
        row, made = cls.get_or_create(id=id, defaults=facts)
        if not made:
            row.change(**facts)

    @classmethod
    def agrees(cls, sub: str, code: str) -> bool:
        """Whether this is the code of the account, or testing knows no such account."""
        row = cls.get_or_none(cls.account == mark_of_account(sub))
        return row is None or row.code == mark_of_code(normal_code(code))

    @classmethod
    def has_other(cls, sub: str, code: str) -> bool:
        """Whether another account tests under this code."""
        return cls.select().where(cls.code == mark_of_code(code), cls.account != mark_of_account(sub)).exists()


def mark_of_code(code: str) -> str:
    return store.vault.digest(f"code\n{code}")


def mark_of_person(id: str) -> str:
    return store.vault.digest(f"person\n{id}")


def mark_of_account(sub: str) -> str:
    return store.vault.digest(f"account\n{sub}")


def topic_of(value: str) -> str:
    return store.vault.digest(f"topic\n{value}")


class Improvement(Table):
    """What is changed so that a cause does not return, by whom, by when, and how its effect is checked."""

    state = CharField(20, default=ImprovementState.PLANNED, index=True)
    complaint_id = CharField(36, null=True, index=True)
    cause = CharField(40, index=True)
    measure = CharField(20)
    description = SecretField(store.vault)
    owner = ForeignKeyField(Staff, backref="improvements")
    due_on = DateField()
    effect_check = SecretField(store.vault)
    effect = SecretField(store.vault, null=True)

    @classmethod
    def listed(cls, query: dict[str, Any], visible: Any) -> Any:
        """The query of a list; `visible` is the condition on the cases that improvements came from."""
        rows = cls.select().where(visible)
        for name in ("state", "cause"):
            if query.get(name):
                rows = rows.where(getattr(cls, name) == query[name])
        return rows
