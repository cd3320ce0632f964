"""What testing does by the clock."""

from datetime import timedelta

from services.testing.usecases import deadlines, offering
from shared.jobs import Job

JOBS = [
    Job("carry_over", timedelta(hours=1), deadlines.carry_over),
    Job("lapse_offers", timedelta(hours=1), offering.lapse),
    Job("close_retests", timedelta(hours=1), deadlines.close_retests),
]
