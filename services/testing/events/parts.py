"""Pieces that several events of testing hold."""

from typing import Annotated

from marshmallow import ValidationError

from shared.events.declarations import Part, absent


class Place(Part):
    """Where: mode and district, and the market or village where a group is served; never the name of a shop."""

    mode: str
    district: str
    name: str | None = absent()


class Stop(Part):
    """One halt of a session."""

    district: str
    name: str | None = absent()


def _refused(_: str) -> None:
    raise ValidationError("never told")


# Promised once and null today: whoever tells a text is refused.
Untold = Annotated[str | None, _refused]
DateText = Annotated[str, {"format": "date"}]
