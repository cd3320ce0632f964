"""Logs: one JSON line per thing that happened, never a person's data."""

import json
import logging
import sys
import time
import traceback
from typing import Any

from shared import clock
from shared.observe import metrics

FACTS = ("service", "trace_id", "event_id", "subject", "type", "route", "method", "status", "ms", "outcome", "count")
log = logging.getLogger("shared.request")


class JsonLines(logging.Formatter):
    """Time, level, message, the known facts, and the place of an exception without its values."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": clock.rfc3339(clock.now()),
            "level": record.levelname.lower(),
            "service": self.service,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = _place(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _place(error: BaseException | None) -> str:
    """Where it happened and of what type, without the message: it may hold what a person wrote."""
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return " < ".join([type(error).__name__, *reversed(places[-8:])])


def start(service: str, level: str = "INFO") -> None:
    """Send everything to standard output as JSON lines."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(service))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("peewee").setLevel(logging.INFO)  # below, it writes every value of every row


def request_done(request: Any, answer: Any, g: Any) -> None:
    """Count and log one request under its route template, so that no identifier of a person is written."""
    route = request.url_rule.rule if request.url_rule else "unmatched"
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    method = request.method if request.method in metrics.METHODS else metrics.OTHER
    metrics.REQUESTS.labels(route, method, metrics.status(answer.status_code)).inc()
    metrics.SECONDS.labels(route).observe(seconds)
    facts = {"route": route, "method": method, "status": answer.status_code, "trace_id": g.get("trace_id", "")}
    log.info("%s %s %s", method, route, answer.status_code, extra={**facts, "ms": round(seconds * 1000, 1)})
