"""What intake does by the clock."""

from datetime import timedelta

from services.intake.usecases import deadlines
from shared.jobs import Job

JOBS = [
    Job("lapse_returned", timedelta(hours=1), deadlines.lapse_returned),
    Job("close_retest_windows", timedelta(hours=1), deadlines.close_retest_windows),
    Job("tell_overdue", timedelta(hours=1), deadlines.tell_overdue),
]
