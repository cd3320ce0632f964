"""How an event is declared: a class whose annotated fields are its schema, its documents and what a handler reads.

`name: str` must be there; `str | None` may be null; a default, `absent()` or `field(default_factory=…)` need not be
there when it is read; `named()` is called otherwise in JSON. More stands in `Annotated`: words that describe it, an
enum of its words, a mapping that goes into the documents, or a function that raises ValidationError.
"""

from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from inspect import cleandoc
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from marshmallow import EXCLUDE, Schema, ValidationError, post_load
from marshmallow import fields as wire

from shared import clock
from shared.events.envelope import Cause, Envelope, Unreadable, cause, written
from shared.ids import uuid7

Wire = wire.Field[Any]
SIMPLE: dict[type, Callable[..., Wire]] = {
    str: wire.String,
    bool: wire.Boolean,
    int: wire.Integer,
    date: wire.Date,
    datetime: wire.AwareDateTime,
}


def absent(*, null: bool = False) -> Any:
    """Need not be told and then reads as None; on the wire it may be null only if `null`."""
    return field(default=None, metadata={"absent": True, "null": null})


def named(name: str) -> Any:
    """Must be told, under a name that Python keeps for itself."""
    return field(metadata={"name": name})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field, absent, named))
class Part:
    """A piece of an event; readers ignore what they do not know."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)


class Event(Part):
    """A fact that others may hear. `about` names the field that becomes the subject; `internal` ones carry personal
    data and never leave the four services. `newest`, said by who hears it: an older word about a subject that comes
    after a newer one, because the broker had lost it, is set aside. `envelope` is there once the event was read."""

    type: ClassVar[str]
    about: ClassVar[str]
    internal: ClassVar[bool] = False
    newest: ClassVar[bool] = False

    envelope: Envelope = field(init=False, repr=False, compare=False)


E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Draft:
    """An event as the use case told it, before it has a place in the log."""

    kind: type[Event]
    subject: str
    data: dict[str, Any]
    id: str
    time: str
    cause: Cause


def draft(kind: type[Event], facts: Mapping[str, Any]) -> Draft:
    """Check the facts against the declaration here, at the sender, where the mistake is; ValueError names them."""
    if strange := facts.keys() - (schema := cast(Any, schema_of(kind))).fields.keys():
        raise ValueError(f"{kind.type} knows no {sorted(strange)}")
    data = schema.dump(facts)
    if faults := schema.validate(data):
        raise ValueError(f"{kind.type}: {faults}")
    return Draft(kind, str(data[kind.about]), data, uuid7(), clock.rfc3339(clock.now()), cause.get() or Cause())


def weight(kind: type[Event], facts: Mapping[str, Any]) -> int:
    """How many bytes the data of an event of these facts have; some of them may not be known yet."""
    return len(written(schema_of(kind).dump(facts)))


def read(kind: type[E], envelope: Envelope) -> E:
    """The event as this reader declared it, beside its envelope; raises Unreadable."""
    try:
        event = cast(Any, schema_of(kind)).load(envelope.attributes.get("data") or {})
    except ValidationError as error:
        raise Unreadable(f"{kind.type}: {error}") from error
    object.__setattr__(event, "envelope", envelope)
    return event


def facts_of(part: Part) -> dict[str, Any]:
    """What an event or a part of it says, by field, parts within it too: to be kept or passed on."""
    told = ((one, getattr(part, one.name)) for one in fields(part) if one.init)
    return {one.name: _bare(value) for one, value in told if value is not None or not one.metadata.get("absent")}


def _bare(value: Any) -> Any:
    if isinstance(value, Part):
        return facts_of(value)
    return [_bare(one) for one in cast(list[Any], value)] if isinstance(value, list) else value


@cache
def schema_of(kind: type[Part]) -> Schema:
    """The schema of an event or a part, made once: it costs more than an event."""
    hints = get_type_hints(kind, include_extras=True)
    members = {one.name: _field(one, hints[one.name]) for one in fields(kind) if one.init}

    def build(_: Schema, told: dict[str, Any], **__: Any) -> Part:
        return kind(**told)

    meta = type("Meta", (), {"unknown": EXCLUDE, "description": cleandoc(kind.__doc__ or "")})
    made = {**members, "Meta": meta, "build": post_load(build)}
    return type(kind.__name__, (Schema,), made)()


def _field(one: Field[Any], hint: Any) -> Wire:
    """One field as it travels."""
    if one.metadata.get("absent"):
        return _typed(hint, allow_none=one.metadata["null"])
    names = {"data_key": one.metadata["name"]} if "name" in one.metadata else {}
    for default in (one.default, one.default_factory):
        if default is not MISSING:
            return _typed(hint, load_default=default, **names)
    return _typed(hint, required=True, **names)


def _typed(hint: Any, **options: Any) -> Wire:
    """The field of a type; `options` are marshmallow's own."""
    if isinstance(hint, type) and hint in SIMPLE:
        return SIMPLE[hint](**options)
    if isinstance(hint, type) and issubclass(hint, Part):
        return wire.Nested(lambda: schema_of(hint), **options)
    return COMPOUND[get_origin(hint)](*get_args(hint), **options)


def _ruled(hint: Any, *rules: Any, **options: Any) -> Wire:
    checks = [one for one in rules if callable(one) and not isinstance(one, type)]
    null = options.get("allow_none") or NoneType in get_args(hint)
    said = [_documented(one, ["string", "null"] if null else "string") for one in rules if one not in checks]
    return _typed(hint, **options, validate=checks, metadata=dict(ChainMap(*said)))


def _documented(rule: Any, kind: Any) -> dict[str, Any]:
    """What a rule says in the documents. An enum names the words of today: others may come, so any text is right."""
    if isinstance(rule, str):
        return {"description": rule}
    if isinstance(rule, type):
        return {"anyOf": [{"enum": [*map(str, cast(type[StrEnum], rule))]}, {"type": kind}]}
    return dict(rule)


def _nullable(*hints: Any, **options: Any) -> Wire:
    (hint,) = (one for one in hints if one is not NoneType)
    return _typed(hint, **{"allow_none": True, **options})


def _list(hint: Any, **options: Any) -> Wire:
    return wire.List(_typed(hint), **options)


def _mapping(_: Any, hint: Any, **options: Any) -> Wire:
    return wire.Dict(keys=wire.String(), values=None if hint is Any else _typed(hint), **options)


COMPOUND: dict[Any, Callable[..., Wire]] = {
    Annotated: _ruled,
    Union: _nullable,
    UnionType: _nullable,
    list: _list,
    dict: _mapping,
}
