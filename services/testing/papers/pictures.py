"""Puts photos into a paper: small, beside their digest; one that cannot be drawn leaves its digest alone."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from shared.pdf.typeset import can_draw


def rows(photos: Iterable[Mapping[str, Any]], marks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the sheet lists: each photo with the marks that it proves, and its picture where there is one.

    A photo is {id, kind, caption, sha256, media, size, width, height, carried_from} and optional {content}.
    """
    proofs = [(mark.get("photo"), f"{mark['code']}, {mark['position']}") for mark in marks]
    return [
        {
            **{name: photo[name] for name in ("kind", "caption", "sha256", "size", "width", "height")},
            "carried": bool(photo["carried_from"]),
            "proves": [named for id, named in proofs if id == photo["id"]],
            "picture": _drawable(photo),
        }
        for photo in photos
    ]


def _drawable(photo: Mapping[str, Any]) -> str | None:
    """The picture in a frame of its own size; a JPEG goes into the paper as it is, without being unpacked."""
    if not photo.get("content"):
        return None
    size = f'width="{photo["width"]}" height="{photo["height"]}"'
    data = base64.b64encode(photo["content"]).decode()
    picture = f'<image {size} href="data:{photo["media"]};base64,{data}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{picture}</svg>'
    return svg if can_draw(svg) else None
