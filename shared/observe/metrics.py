"""What a scrape of a process shows: counters by route template, never by identifier."""

from http import HTTPStatus
from typing import Any

from prometheus_client import Counter, Gauge, Histogram

# Labels come from fixed sets: what a caller invents must not make a new series.
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
STATUSES = {int(status) for status in HTTPStatus}
OTHER = "other"
REQUESTS = Counter("http_requests_total", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram("http_request_seconds", "Time to answer", ["route"])
LOG_HEAD = Gauge("event_log_head", "Last position of the event log", ["service"])
LOG = Gauge("event_log_events", "Own events: published, waiting for the broker, quarantined", ["service", "state"])
OLDEST = Gauge("event_log_oldest_waiting_seconds", "Age of the oldest event that waits for the broker", ["service"])
INBOX = Gauge("inbox_events", "Events of others by state; parked ones wait behind a dead one", ["service", "state"])
ABSORBED = Gauge("inbox_absorbed", "Copies of events that had already come", ["service"])
GIVEN_UP = Gauge("inbox_given_up", "Messages that the broker could not bring in fifty tries", ["service"])
CURSOR = Gauge("source_cursor", "Position up to which a source was read", ["service", "source"])
LAG = Gauge("source_lag", "Positions that the source was ahead when last asked", ["service", "source"])
HEALED = Gauge("source_healed", "Events that the broker failed to bring; 0 in calm weather", ["service", "source"])
CAUGHT_UP = Gauge("source_caught_up", "Events read at the first catch-up", ["service", "source"])
DIFFERENCE = Gauge("conservation_difference", "What the last check missed; 0 when all is well", ["service", "what"])


def status(code: int) -> str:
    """The label of a status: a registered one, or `other`."""
    return str(code) if code in STATUSES else OTHER


def show(standing: dict[str, Any], differences: dict[str, int]) -> None:
    """Set the gauges of one service."""
    name = standing["service"]
    LOG_HEAD.labels(name).set(standing["head"])
    OLDEST.labels(name).set(standing["oldest_waiting_seconds"])
    ABSORBED.labels(name).set(standing["absorbed"])
    GIVEN_UP.labels(name).set(standing["given_up"])
    tables = {LOG: standing["log"], INBOX: standing["inbox"], DIFFERENCE: differences}
    for gauge, values in tables.items():
        for label, value in values.items():
            gauge.labels(name, label).set(value)
    columns = {CURSOR: "position", LAG: "lag", HEALED: "healed", CAUGHT_UP: "caught_up"}
    for row in standing["sources"]:
        for gauge, column in columns.items():
            gauge.labels(name, row["source"]).set(row[column])
