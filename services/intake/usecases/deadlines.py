"""What the calendar does by itself: letters lapse, retest windows close, promises fall overdue."""

from datetime import datetime, timedelta

from services.intake.domain.lifecycle import APPLICATION, Action, ItemState, State
from services.intake.events import letters
from services.intake.storage import Application, Item, context, log, profile, transaction
from services.intake.usecases.items import give_up
from shared.auth.actor import CLOCK
from shared.database import audit_trail


def lapse_returned(now: datetime) -> int:
    """End returned letters that were not handed in again within the profile's days."""
    days = profile.lapse_days(now.astimezone(context.zone).date())
    late = Application.select().where(
        Application.state == State.RETURNED, Application.returned_at < now - timedelta(days=days)
    )
    for application in list(late):
        with transaction():
            audit_trail.move(context, application, APPLICATION, Action.LAPSE, CLOCK, days=days)
            about = {"application_id": application.id, "number": application.number}
            facts = {**about, "owner_key": application.owner_key, "reason_code": "not_resubmitted"}
            log.emit(letters.ApplicationLapsed, **facts)
    return len(late)


def close_retest_windows(now: datetime) -> int:
    """Items whose owner did not come for the retest in time end as rejected."""
    today = str(now.astimezone(context.zone).date())
    waiting = list(Item.select().where(Item.state == ItemState.AWAITING_RETEST))
    late = [item for item in waiting if (item.outcome.get("retest_until") or today) < today]
    for item in late:
        give_up(CLOCK, item.application_id, item.id, item.application.version, "retest_window_over")
    return len(late)


def tell_overdue(now: datetime) -> int:
    """Tell once when the promised date has passed and the letter is not completed."""
    today = now.astimezone(context.zone).date()
    open_ones = (Application.state == State.ACCEPTED) & (Application.promised_on < today)
    late = list(Application.select().where(open_ones, ~Application.overdue_told))
    for application in late:
        with transaction():
            application.change(overdue_told=True)
            about = {"application_id": application.id, "number": application.number}
            facts = {**about, "owner_key": application.owner_key, "promised_date": application.promised_on}
            log.emit(letters.ApplicationOverdue, **facts, waiting=len(application.items))
    return len(late)
