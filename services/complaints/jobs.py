"""What complaints does by the clock."""

from datetime import timedelta

from services.complaints.usecases import deadlines, looks
from shared.jobs import Job

JOBS = [
    Job("time_out_answers", timedelta(hours=1), deadlines.time_out),
    Job("lapse_unconfirmed", timedelta(hours=1), deadlines.lapse),
    Job("escalate_overdue", timedelta(hours=1), deadlines.escalate),
    Job("look_again", timedelta(seconds=30), looks.go_on),
]
