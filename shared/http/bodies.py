"""Reads the bodies of requests: what is no JSON, or no form where a file is wanted, is refused as such."""

from typing import Any

from flask import Request
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType


class Parser(FlaskParser):
    """webargs' reader, which alone takes another content type for an empty body, and deep nesting or a number that
    Python reads no further for our fault."""

    # Unknown parameters are refused like unknown fields: the shape decides.
    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": None}

    def load_json(self, req: Request, schema: Schema) -> Any:
        _expect(req, req.is_json)
        try:
            return super().load_json(req, schema)
        except (RecursionError, ValueError):  # only the reading: what the shape says of it comes later
            raise BadRequest from None

    def load_files(self, req: Request, schema: Schema) -> Any:
        _expect(req, req.mimetype == "multipart/form-data")
        texts = {name: req.form[name] for name, field in schema.fields.items() if _is_text(field) and name in req.form}
        return {**super().load_files(req, schema), **texts}


def _is_text(field: fields.Field) -> bool:
    """Words beside the file of a form; a file that comes as text is none."""
    return isinstance(field, fields.String)


def _expect(req: Request, suits: bool) -> None:
    if not suits and req.get_data(cache=True):
        raise UnsupportedMediaType
