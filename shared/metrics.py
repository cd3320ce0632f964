"""What a scrape of a process shows: counters by route template, never by identifier."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("http_requests_total", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram("http_request_seconds", "Time to answer", ["route"])
LOG_HEAD = Gauge("event_log_head", "Last position of the event log", ["service"])
INBOX = Gauge("inbox_events", "Events of others by state", ["service", "state"])
CURSOR = Gauge("source_cursor", "Position up to which a source was read", ["service", "source"])
