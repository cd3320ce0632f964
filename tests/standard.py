"""The service standard sentence by sentence, and `shows`, by which a journey says which sentence it makes true."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
SENTENCES: dict[str, str] = _FILE["sentences"]
NO_PROMISE: list[str] = _FILE["no_promise"]["lines"]


@contextmanager
def shows(key: str) -> Iterator[str]:
    """The assertions inside make this sentence of the standard true; an unknown key is a mistake."""
    yield SENTENCES[key]
