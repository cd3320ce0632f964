"""Pieces that several events of testing hold."""

from marshmallow import ValidationError, fields

from shared.events.envelope import Part


class Place(Part):
    """Where: mode and district, and the market or village where a group is served; never the name of a shop."""

    mode = fields.String(required=True)
    district = fields.String(required=True)
    name = fields.String()


class Stop(Part):
    """One halt of a session."""

    district = fields.String(required=True)
    name = fields.String()


class Untold(fields.String):
    """A text that was promised once and is null today; whoever tells one is refused."""

    def __init__(self) -> None:
        super().__init__(required=True, allow_none=True, validate=_refused)


def _refused(_: str) -> None:
    raise ValidationError("never told")
