"""Pieces that several events of testing hold."""

from typing import Annotated

from marshmallow import ValidationError

from services.testing.events import words
from shared.events.declarations import Part, absent


class Place(Part):
    """Where: mode and district, and the market or village where a group is served; never the name of a shop."""

    mode: words.Where
    district: words.District
    name: words.PlaceName | None = absent()


class Stop(Part):
    """One halt of a session."""

    district: words.District
    name: words.PlaceName | None = absent()


def _refused(_: str) -> None:
    raise ValidationError("never told")


# Promised once and null today: whoever tells a text is refused.
Untold = Annotated[str | None, _refused, "no longer told, always null"]
DateText = Annotated[str, {"format": "date"}, "a day"]
