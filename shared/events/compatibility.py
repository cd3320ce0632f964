"""Says whether a new JSON Schema of an event still keeps what the old one promised to readers and to stored bytes."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

# Lowering a most or raising a least makes stored events wrong that were right.
MOST, LEAST = ("maxLength", "maximum", "maxItems"), ("minLength", "minimum", "minItems")
FIXED = ("format", "pattern", "const")


def breaks(old: Schema, new: Schema, at: str = "") -> list[str]:
    """Why `new` is another event and not a later form of the same; empty when only optional fields came, or limits
    were loosened, or choices were added. A change that breaks takes a new type: `….v2` beside `….v1`."""
    return [f"{at or '/'}: {fault}" for fault in _own(old, new)] + list(_below(old, new, at))


def _own(old: Schema, new: Schema) -> Iterator[str]:
    if _kinds(old) != _kinds(new):
        yield f"was {' or '.join(sorted(_kinds(old)))}, is {' or '.join(sorted(_kinds(new)))}"
    yield from (
        f"{word} was {old.get(word)}, is {new[word]}" for word in FIXED if new.get(word, old.get(word)) != old.get(word)
    )
    yield from (
        f"{word} is now {new[word]}" for word in MOST if word in new and new[word] < old.get(word, float("inf"))
    )
    yield from (f"{word} is now {new[word]}" for word in LEAST if word in new and new[word] > old.get(word, 0))
    if gone := set(old.get("enum", ())) - set(new.get("enum", old.get("enum", ()))):
        yield f"no longer {sorted(gone, key=str)}"
    if "enum" in new and "enum" not in old:
        yield "may no longer be anything"


def _below(old: Schema, new: Schema, at: str) -> Iterator[str]:
    was, now = old.get("properties", {}), new.get("properties", {})
    must, must_now = set(old.get("required", ())), set(new.get("required", ()))
    yield from (f"{at}/{name}: is gone" for name in sorted(was.keys() - now.keys()))
    yield from (f"{at}/{name}: need no longer be there" for name in sorted((must - must_now) & now.keys()))
    yield from (f"{at}/{name}: must now be there" for name in sorted(must_now - must))
    for name in sorted(was.keys() & now.keys()):
        yield from breaks(was[name], now[name], f"{at}/{name}")
    for word in ("items", "additionalProperties"):
        if isinstance(old.get(word), Mapping) and isinstance(new.get(word), Mapping):
            yield from breaks(old[word], new[word], f"{at}/{word}")


def _kinds(schema: Schema) -> set[str]:
    kinds = schema.get("type", "anything")
    return {kinds} if isinstance(kinds, str) else set(kinds)
