"""The only clock of the house: aware UTC moments, and the office's days in its own zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# A moment that lies further ahead than any deed of now can reach was written by a clock that has since been set back.
# So much later than ours may a neighbour's clock, or the turn of a process that looked at it earlier, be all the same.
SLACK = timedelta(minutes=1)
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC, to the millisecond that is stored."""
    moment = _frozen.get() or datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def today(zone: ZoneInfo, at: datetime | None = None) -> date:
    """The office's calendar day in `zone`, at `at` or now."""
    return (at or now()).astimezone(zone).date()


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Stop the clock inside the block; for tests and rehearsals."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)


def rfc3339(moment: datetime) -> str:
    """`2026-11-22T03:14:15.926Z`: milliseconds, UTC."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
