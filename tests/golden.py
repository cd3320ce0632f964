"""`python -m tests.golden` writes what is new into contracts/events and tests/corpus, and refuses what would break."""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from shared.config import ROOT
from shared.events.compatibility import breaks
from shared.events.contracts import json_schema
from tests.support import NAMES

SCHEMAS, CORPUS = ROOT / "contracts" / "events", ROOT / "tests" / "corpus"
ID = "01a20000-0000-7000-8000-000000000001"
EXAMPLES = {"date": "2026-11-23", "date-time": "2026-11-23T02:00:00.000Z", "uuid": ID}
PLAIN = {"integer": 1, "number": 1, "boolean": True, "null": None}


def services() -> list[Any]:
    return [import_module(f"services.{name}.main").service for name in NAMES]


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every event type that is published today."""
    return {kind.type: json_schema(kind) for service in services() for kind in service.published}


def golden() -> dict[str, dict[str, Any]]:
    """The schema of every event type as it was promised."""
    return {file.stem: json.loads(file.read_text()) for file in sorted(SCHEMAS.glob("*.json"))}


def samples() -> Iterator[tuple[str, Path]]:
    """(type, file) of every event kept since its version was published."""
    yield from ((file.parent.name, file) for file in sorted(CORPUS.glob("*/*.json")))


def broken(old: dict[str, dict], new: dict[str, dict]) -> list[str]:
    """What today's declarations take back of what was promised."""
    gone = [f"{type_}: no longer published" for type_ in sorted(old.keys() - new.keys())]
    both = sorted(old.keys() & new.keys())
    return gone + [f"{type_}{fault}" for type_ in both for fault in breaks(old[type_], new[type_])]


def sample(type_: str, schema: dict[str, Any], full: bool) -> dict[str, Any]:
    """An event of this type, with every field or with those alone that it must have."""
    places = {"subject": ID, "sequence": "1", "position": "1", "epoch": "1", "correlationid": ID}
    source = f"urn:uttp:musi-banyuasin:{type_.split('.')[0]}"
    head = {"specversion": "1.0", "id": ID, "source": source, "type": type_, "time": EXAMPLES["date-time"]}
    body = {"datacontenttype": "application/json", "dataschema": f"http://127.0.0.1:8000/schemas/{type_}.json"}
    return {**head, **places, **body, "data": value(schema, full)}


def value(schema: dict[str, Any], full: bool) -> Any:
    """Something that the schema allows."""
    if "anyOf" in schema:  # a part that may be null
        schema = schema["anyOf"][0 if full else -1]
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else next(one for one in sorted(kinds, key="null".__eq__, reverse=not full))
    if kind == "object":
        names = schema.get("properties", {}) if full else schema.get("required", ())
        return {name: value(schema["properties"][name], full) for name in names}
    if kind == "array":
        return [value(schema.get("items", {}), full)] if full else []
    return PLAIN[kind] if kind in PLAIN else EXAMPLES.get(schema.get("format"), "teks / text")


def main() -> None:
    old, new = golden(), schemas()
    if faults := broken(old, new):
        sys.exit("\n".join(["This breaks a promise; publish a new version of the type beside the old one:", *faults]))
    for type_ in sorted(type_ for type_ in new if old.get(type_) != new[type_]):
        SCHEMAS.mkdir(parents=True, exist_ok=True)
        (SCHEMAS / f"{type_}.json").write_text(_json(new[type_]))
        folder = CORPUS / type_
        folder.mkdir(parents=True, exist_ok=True)
        edition = len(list(folder.glob("*-full.json"))) + 1
        for name, full in (("full", True), ("least", False)):
            (folder / f"{edition}-{name}.json").write_text(_json(sample(type_, new[type_], full)))


def _json(document: Any) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
