"""The service's own database, log and inbox, and its questions to the agency profile and to its own tables."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shared.context import ServiceContext
from shared.database import audit_trail as lines
from shared.database import sequences
from shared.database.store import Row
from shared.errors import Invalid
from shared.office.calendar import valid_on
from shared.office.profile import Profile, optional, text, whole

context = ServiceContext("certificates")
store, log, inbox = context.store, context.log, context.inbox
transaction = store.transaction


class Table(Row):
    """A table of certificates."""

    class Meta:
        database = store.database
        legacy_table_names = False


DATA = Path(__file__).parent.parent / "data"
SERIES = {"verification": "certificate", "rejection": "rejection"}
BY_COMPLAINT = "request_suspension"  # in a history: what a complaint asked for
UNSETTLED = {"years": None, "legal_source": "", "confidence": "unverified"}


def history(id: str, complained: bool = True) -> list[Any]:
    """What happened to a thing, oldest first; without what a complaint asked for if its reader may not know of it."""
    return lines.of(context, id, without="" if complained else BY_COMPLAINT)


@cache
def own(name: str) -> Mapping[str, Any]:
    """A document of this service's own data folder."""
    return Profile(DATA).document(name)


def said(doubts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Doubts, each with its sentence in both languages."""
    words = own("words")["doubt"]
    return [{**one, "text": {of: text.format(**one) for of, text in words[one["cause"]].items()}} for one in doubts]


class profile:
    """Questions to the profile; each names the faulty row when the profile is wrong."""

    @staticmethod
    def agency() -> Mapping[str, Any]:
        return context.profile.document("agency")

    @staticmethod
    def kind(code: str, day: date) -> Mapping[str, Any]:
        """The names of a kind of instrument; a kind that has left the table is called by its code."""
        rows = valid_on(context.profile.table("kinds", code=text, name_id=text, name_en=text), day)
        return next((row for row in rows if row["code"] == code), {"name_id": code, "name_en": None})

    @staticmethod
    def district(code: str, day: date) -> str:
        rows = valid_on(context.profile.table("districts", code=text, name=text), day)
        return next((row["name"] for row in rows if row["code"] == code), code)

    @staticmethod
    def interval(kind: str, day: date) -> Mapping[str, Any]:
        """The row of the interval of re-verification; `years` is None when none is settled."""
        rows = valid_on(context.profile.table("intervals", kind=text, years=optional(whole)), day)
        return next((row for row in rows if row["kind"] == kind), UNSETTLED)

    @staticmethod
    def validity_rule(day: date) -> str:
        return _last("agency.validity", day, rule=text)["rule"]

    @staticmethod
    def next_number(kind: str, day: date) -> str:
        """The next number of the year for this kind of paper; taken inside the transaction that writes it."""
        rows = valid_on(context.profile.table("agency.number", of=text, pattern=text), day)
        pattern = next(row["pattern"] for row in reversed(rows) if row["of"] == SERIES[kind])
        serial = sequences.take(store, f"{SERIES[kind]}-{day.year}")
        return sequences.official(pattern, serial, day.year, day.month)

    @staticmethod
    def notice_days(day: date) -> list[int]:
        """How many days before its end a certificate is announced, the earliest first."""
        rows = valid_on(Profile(DATA).table("notices", days=whole), day)
        return sorted((row["days"] for row in rows), reverse=True)


def _last(table: str, day: date, **columns: Any) -> Mapping[str, Any]:
    rows = valid_on(context.profile.table(table, **columns), day)
    if not rows:
        raise Invalid("profile-has-no-row", table=table, day=str(day))
    return rows[-1]
