"""What testing does by the clock."""

from datetime import timedelta

from services.testing.usecases import approvals, deadlines, examination_statistics, offers, registry
from shared.jobs import Job

JOBS = [
    Job("carry_over", timedelta(hours=1), deadlines.carry_over),
    Job("lapse_offers", timedelta(hours=1), offers.lapse),
    Job("learn_missed", timedelta(hours=1), examination_statistics.learn_missed),
    Job("tell_hands", timedelta(hours=1), approvals.tell_hands),
    Job("tell_codes", timedelta(minutes=1), registry.tell_codes),
    Job("close_retests", timedelta(hours=1), deadlines.close_retests),
]
