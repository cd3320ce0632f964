"""What certificates does by the clock."""

from datetime import timedelta

from services.certificates.usecases import batches, expiry
from shared.jobs import Job

JOBS = [
    Job("expire", timedelta(hours=1), expiry.expire),
    Job("announce_expiry", timedelta(hours=1), expiry.announce),
    Job("sign_batches", timedelta(seconds=1), batches.work),
]
