"""One thing, one word: what modules are called stands in the glossary, and no name means two things."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text().lower()
MODULES = sorted(
    path.relative_to(ROOT)
    for top in ("shared", "services", "deploy")
    for path in (ROOT / top).rglob("*.py")
    if not path.stem.startswith(("__", "0"))
)
# Modules of the same name in different houses, and what the name says in all of them.
SAME = {
    "access": "who may call which route",
    "config": "the settings",
    "context": "database, log, inbox and profile of one service",
    "files": "bytes that are kept under their digest",
    "instrument": "the thing that is tested, in the demo's story too",
    "jobs": "what the clock does",
    "lifecycle": "states and moves of a thing",
    "papers": "what is printed",
    "people": "who works here",
    "reactions": "what another's event means in each own state",
    "readings": "what was loaded and shown",
    "scopes": "how far a role reaches",
    "tables": "tables of the database",
    "contracts": "promises generated from declarations",
}


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text))


def forms(word: str) -> set[str]:
    """The word as it stands, and its singular."""
    return {word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word), re.sub("ves$", "f", word)}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_word_of_a_modules_name_stands_in_the_glossary(module):
    known = words(GLOSSARY)
    strange = [word for word in module.stem.split("_") if not forms(word) & known]

    assert strange == [], f"{module}: give the word a row in docs/glossary.md, or use the word that stands there"


def test_no_name_means_two_things():
    places: dict[str, set[str]] = {}
    for module in MODULES:
        house = module.parts[0] if module.parts[0] != "deploy" else "/".join(module.parts[:2])
        places.setdefault(module.stem, set()).add(house)

    assert {name for name, houses in places.items() if len(houses) > 1} - set(SAME) == set()
