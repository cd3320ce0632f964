"""Hands a paper over as a file."""

from flask import Response

from services.testing.usecases.papers import PDF


def pdf(content: bytes, name: str) -> Response:
    """The paper under its name; a browser shows it."""
    return Response(content, content_type=PDF, headers={"Content-Disposition": f'inline; filename="{name}"'})
