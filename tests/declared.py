"""Walks what services declare: the request shapes of every route, down to their last fields."""

import re._parser as regex
from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields

from shared.service import Service
from tests.support import application

ENDLESS = 100_000
Leaf = tuple[str, fields.Field]


def asked(service: Service) -> Iterator[tuple[str, Schema]]:
    """Every body, query and form that a route reads, under a name such as `POST /v1/orders json`."""
    app = application(service)
    seen = set()
    for rule in app.url_map.iter_rules():
        documented = getattr(app.view_functions[rule.endpoint], "_apidoc", {})
        for one in documented.get("arguments", {}).get("parameters", []):
            schema = one["schema"]() if isinstance(one["schema"], type) else one["schema"]
            method = "/".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
            name = f"{method} {rule.rule} {one['in']}"
            if name not in seen:
                seen.add(name)
                yield name, schema


def leaves(schema: Schema, at: str = "") -> Iterator[Leaf]:
    """Every field of a shape, with those of its lists, dictionaries and parts, by a path such as `/items[]/serial`."""
    for name, one in schema.fields.items():
        yield from below(one, f"{at}/{one.data_key or name}")


def below(one: fields.Field, at: str) -> Iterator[Leaf]:
    yield at, one
    if isinstance(one, fields.Nested):
        yield from leaves(one.schema, at)
    elif isinstance(one, fields.List):
        yield from below(one.inner, f"{at}[]")
    elif isinstance(one, fields.Dict):
        for inner, mark in ((one.key_field, "{key}"), (one.value_field, "{}")):
            yield from below(inner, f"{at}{mark}") if inner else ()


def checks(one: fields.Field) -> list[Any]:
    """The validators of a field, `And` taken apart."""
    flat = []
    for check in one.validators:
        flat += getattr(check, "validators", None) or [check]
    return flat


def longest(one: fields.Field) -> int | None:
    """The most letters, members or entries that the field takes, or nothing where no bound is declared."""
    most = [bound for check in checks(one) if (bound := getattr(check, "equal", None) or getattr(check, "max", None))]
    patterns = [check.regex.pattern for check in checks(one) if hasattr(check, "regex")]
    most += [width for pattern in patterns if (width := regex.parse(pattern).getwidth()[1]) < ENDLESS]
    choices = [choice for check in checks(one) for choice in getattr(check, "choices", ())]
    if choices:
        most.append(max(len(str(choice)) for choice in choices))
    return min(most) if most else None
