"""The complaints service's own database, log and inbox, and its reading of the agency profile."""

from datetime import date, datetime, time

from shared import clock
from shared.context import ServiceContext
from shared.errors import NotFound
from shared.office.agency import Questions
from shared.office.calendar import Period
from shared.office.profile import text

context = ServiceContext("complaints")
store, log, inbox, history = context.store, context.log, context.inbox, context.history
transaction = store.transaction
Table = context.table_base()


class Profile(Questions):
    """The own questions of complaints to the agency profile."""

    def earliest(self) -> datetime:
        """Nothing reached the office before its number patterns were in force."""
        rows = self.office.profile.table("agency.number", of=text, pattern=text)
        first = min(row["valid_from"] for row in rows if row["of"] == "complaint")
        return datetime.combine(first, time.min, context.zone)

    def day(self, at: datetime) -> date:
        """The office's day of a moment."""
        return clock.today(context.zone, at)

    def known_period(self, code: str) -> Period:
        """The period with this code; NotFound when there is none."""
        found = self.named_period(code)
        if found is None:
            raise NotFound("not-found")
        return found

    def next_number(self, day: date) -> str:
        """The next complaint number of the year."""
        return self.official_number("complaint", day)


profile = Profile(context)
