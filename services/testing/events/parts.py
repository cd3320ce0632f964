"""Pieces that several events of testing hold."""

from marshmallow import EXCLUDE, Schema, fields


class Part(Schema):
    """A piece of an event; readers ignore what they do not know."""

    class Meta:
        unknown = EXCLUDE


class Place(Part):
    """Where: mode and district, and the market or village where a group is served; never the name of a shop."""

    mode = fields.String(required=True)
    district = fields.String(required=True)
    name = fields.String()


class Stop(Part):
    """One halt of a session."""

    district = fields.String(required=True)
    name = fields.String()
