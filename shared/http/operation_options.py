"""What a route declares of itself, from which its door, its checks and its document are made."""

from typing import Required, TypedDict

from marshmallow import Schema

from shared.http.access import Closed
from shared.http.anonymity import Condition
from shared.http.multipart import May, Upload


class Options(TypedDict, total=False):
    """What `operation` takes; only `allow` must be said."""

    allow: Required[tuple[str, ...]]
    known: tuple[str, ...]
    closed: Closed
    body: type[Schema]
    query: type[Schema]
    files: type[Upload]
    may: May
    json_limit: int
    form_limit: int
    answer: type[Schema]
    status: int
    creates: bool
    match: bool
    reads: bool
    unnamed: Condition
    many: bool
    media: str
    name: str
    tells: tuple[str, ...]
    rate: str


def changes(method: str, options: Options) -> bool:
    """Whether a call may change anything: no GET does, nor what only asks with a body."""
    return method != "get" and not options.get("reads")
