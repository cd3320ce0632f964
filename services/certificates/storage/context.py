"""The service's own database, log and inbox, and its questions to the agency profile and to its own tables."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shared.context import ServiceContext
from shared.database import audit_trail as lines
from shared.office import profile as office
from shared.office.agency import Questions
from shared.office.calendar import valid_on
from shared.office.profile import optional, text, whole

context = ServiceContext("certificates")
store, log, inbox = context.store, context.log, context.inbox
transaction = store.transaction
Table = context.table_base()
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
    return office.Profile(DATA).document(name)


def said(doubts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Doubts, each with its sentence in both languages."""
    words = own("words")["doubt"]
    return [{**one, "text": {of: text.format(**one) for of, text in words[one["cause"]].items()}} for one in doubts]


class Profile(Questions):
    """The own questions of certificates to the agency profile."""

    def kind(self, code: str, day: date) -> Mapping[str, Any]:
        """The names of a kind of instrument; a kind that has left the table is called by its code."""
        unknown = {"name_id": code, "name_en": None}
        return self.by_code("kinds", day, name_id=text, name_en=text).get(code, unknown)

    def district(self, code: str, day: date) -> str:
        return self.by_code("districts", day, name=text).get(code, {"name": code})["name"]

    def interval(self, kind: str, day: date) -> Mapping[str, Any]:
        """The row of the interval of re-verification; `years` is None when none is settled."""
        rows = self.rows("intervals", day, kind=text, years=optional(whole))
        return next((row for row in rows if row["kind"] == kind), UNSETTLED)

    def validity_rule(self, day: date) -> str:
        return self.dated("agency.validity", day, rule=text)["rule"]

    def next_number(self, kind: str, day: date) -> str:
        """The next number of the year for this kind of paper."""
        return self.official_number(SERIES[kind], day)

    def notice_days(self, day: date) -> list[int]:
        """How many days before its end a certificate is announced, the earliest first."""
        rows = valid_on(office.Profile(DATA).table("notices", days=whole), day)
        return sorted((row["days"] for row in rows), reverse=True)


profile = Profile(context)
