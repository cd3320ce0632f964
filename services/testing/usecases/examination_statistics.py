"""What an approved examination teaches is written down with its approval; what was approved before is made up for."""

from datetime import datetime

from services.testing.domain.limits.tables import Basis
from services.testing.domain.statistics import ageing, limit_shares, rejection_rates
from services.testing.domain.verdict.result import Verdict
from services.testing.storage import Examination, Lesson, transaction
from services.testing.storage.examination_statistics import folded

BATCH, BATCHES = 100, 200  # per transaction, and per turn of the job


def learn(examination: Examination) -> None:
    """Inside the transaction of the approval: one row to count by, in the place of that of an earlier version."""
    order, result = examination.order, examination.result
    day, verdicts = examination.tested_on, list(examination.verdicts.values())
    names = ("kind", "brand", "model", "district", "verification")
    if examination.supersedes:
        Lesson.delete().where(Lesson.id == examination.supersedes).execute()
    Lesson.create(
        **{name: getattr(order, name) for name in names},
        id=examination.id,
        instrument_id=examination.instrument_id,
        cause=rejection_rates.cause(order.cause, order.basis),
        day=day.toordinal(),
        made_day=ageing.made_day(order.parameters, day),
        brand_key=folded(order.brand),
        model_key=folded(order.model),
        adjusted=examination.adjustment or order.basis == Basis.AFTER_REPAIR,
        units=len(verdicts),
        units_rejected=verdicts.count(Verdict.REJECTED),
        largest=limit_shares.largest(result),
    )


def learn_missed(_now: datetime) -> int:
    """Approved before there were lessons: a row for each, so many at a time; the next turn goes on."""
    learnt = 0
    for _ in range(BATCHES):
        with transaction():
            missed = Examination.approved_without(Lesson, BATCH)
            for examination in missed:
                learn(examination)
        learnt += len(missed)
        if len(missed) < BATCH:
            break
    return learnt
