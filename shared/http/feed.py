"""The feed: the event log by position, for peers and for subscribers, with long poll."""

from typing import Any

from flask import Response, current_app
from marshmallow import Schema, fields, validate

from shared.errors import Forbidden
from shared.http.access import by
from shared.http.routes import Blueprint
from shared.http.shapes import Shape, Text
from shared.http.waiting import seat
from shared.process import fault_injection

BATCH = "application/cloudevents-batch+json"
ROLES = ("service", "subscriber")
PLACES = ("Feed-Head", "Feed-Next", "Feed-Epoch")


class FeedQuery(Shape):
    """`after`: last position seen; `wait`: seconds to wait for news; `type`: comma-separated types."""

    after = fields.Integer(load_default=0, validate=validate.Range(0, 10**15))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))
    wait = fields.Integer(load_default=0, validate=validate.Range(0, 20))
    type = Text(max=4000, load_default="")


class CloudEvent(Schema):
    """CloudEvents 1.0, structured; `sequence` counts per subject, `position` in the log of this service."""

    specversion = fields.Constant("1.0", required=True)
    id = fields.String(required=True)
    source = fields.String(required=True)
    type = fields.String(required=True)
    subject = fields.String(required=True)
    time = fields.String(required=True)
    datacontenttype = fields.String(required=True)
    dataschema = fields.String(required=True)
    sequence = fields.String(required=True)
    position = fields.String(required=True)
    epoch = fields.String(required=True)
    correlationid = fields.String(required=True)
    causationid = fields.String()
    traceparent = fields.String()
    data = fields.Dict(required=True)


def blueprint() -> Blueprint:
    """Made anew for each application, because four may live in one process."""
    routes = Blueprint("events", __name__, url_prefix="/v1", description="Event feed")

    @routes.get("/events", allow=ROLES, query=FeedQuery, answer=CloudEvent, media=BATCH, tells=PLACES)
    def read_events(query: dict[str, Any]) -> Response:
        """Events after a position, in order; Feed-Next is the position to ask for next.

        An account that already waits for as many answers as it may is answered at once.
        """
        types = _granted({name for name in query["type"].split(",") if name})
        log = current_app.extensions["service"].log
        if query["wait"]:
            with seat("peers" if by().has("service") else "subscribers", by().sub) as seated:
                log.wait(query["after"], query["wait"] if seated else 0)
        page = log.page(query["after"], query["limit"], types, internal=by().has("service"))
        fault_injection.point("feed_page")
        answer = Response(b"[" + b",".join(page.bodies) + b"]", content_type=BATCH)
        places = {"Feed-Head": page.head, "Feed-Next": max(page.next, query["after"]), "Feed-Epoch": page.epoch}
        answer.headers.update({name: str(value) for name, value in places.items()})
        return answer

    return routes


def _granted(asked: set[str]) -> set[str]:
    """What the caller may read of what he asks; a subscriber who asks for nothing gets what he was granted."""
    if by().has("service"):
        return asked
    granted = set(by().types)
    if not granted or asked - granted:
        raise Forbidden("type-not-granted", types=", ".join(sorted(asked - granted)))
    return asked or granted
