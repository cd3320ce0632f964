"""No search of the package that opens strangers' files takes longer than in proportion to what it searches."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from shared import uploads
from shared.uploads.pdf.inert_data import is_data
from shared.uploads.pdf.name_spellings import spelt

SHORT, LONG = 1_000, 8_000
# Eight times the letters cost a square sixty-four times; below so many seconds nothing is compared.
MOST_GROWTH, NOTHING = 24, 0.05
USUAL = (" ", "\n", "\t", "-", "1", "a", "<", '"', "/", "#")


def searches(held: Any) -> Iterator[re.Pattern]:
    if isinstance(held, re.Pattern):
        yield held
    for one in held.values() if isinstance(held, dict) else held if isinstance(held, tuple | list) else ():
        yield from searches(one)


def every() -> dict[str, re.Pattern]:
    names = [one.name for one in pkgutil.walk_packages(uploads.__path__, "shared.uploads.")]
    modules = [importlib.import_module(name) for name in names]
    return {f"{one.__name__}: {found.pattern!r:.60}": found for one in modules for found in searches(vars(one))}


def pieces(pattern: re.Pattern) -> list[str]:
    """The words and signs that it is made of, and what is usual in texts."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return list(dict.fromkeys([*USUAL, *re.findall(r"\w+|[^\w\s\\]", written), "\u200b"]))


def seconds(pattern: re.Pattern, head: str, piece: str, letters: int) -> float:
    text = head + piece * (letters // len(piece)) + "\0"
    if isinstance(pattern.pattern, bytes):
        text = text.encode("latin-1", "replace")
    began = time.process_time()
    pattern.fullmatch(text)
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - began


@pytest.mark.parametrize("name", every())
def test_eight_times_the_letters_cost_about_eight_times(name):
    pattern = every()[name]
    tried = [(head, piece) for piece in pieces(pattern) for head in ("", *pieces(pattern)[:12])]

    slow = [one for one in tried if seconds(pattern, *one, LONG) > NOTHING]
    grown = {
        one: ratio
        for one in slow
        if (ratio := min(seconds(pattern, *one, LONG) / max(1e-6, seconds(pattern, *one, SHORT)) for _ in range(3)))
        > MOST_GROWTH
    }
    assert grown == {}


def test_the_searches_are_found():
    found = {name.split(":")[0].rpartition(".")[2] for name in every()}
    assert {"inert_data", "inflation", "metadata", "inspection", "acceptance"} <= found


@pytest.mark.parametrize("spelling", ["/ObjStm", "/Ob#6aStm", "/#4f#62#6A#53#74#6d", "/ObjSt#6D"])
def test_a_name_is_found_in_every_spelling(spelling):
    found = re.compile(spelt("/ObjStm"))

    assert all(found.search(f"<<{spelling}{after}".encode()) for after in ("", " ", "/", ">"))
    assert not any(found.search(f"<<{spelling}{after}".encode()) for after in ("s", "#20"))


@pytest.mark.parametrize("text", [
    "a <b" + " " * 600 + "onclick=alert(1)>", "a <b title='>' onclick = a>", "a <svg/onload=a>", 'a <b x="1"onfocus=a>',
    "a <B\nONCLICK\n=a>",
])  # fmt: skip
def test_a_handler_of_events_is_found_however_far_it_stands_from_its_tag(text):
    assert not is_data("txt", text.encode())


@pytest.mark.parametrize("text", ["a < on = 3", "suhu on = 3 <b>", "x " + "< on" * 20, "a <b> beacon=3"])
def test_a_text_with_signs_of_less_is_data(text):
    assert is_data("txt", text.encode())


@pytest.mark.parametrize("cell", ["\n\n \t\n=1", "a;\u200b '=1", 'a;"\t=1"', "-1" + " " * 9 + "x", "+62 1 e"])
def test_a_cell_that_is_no_number_is_no_data_whatever_stands_before_its_sign(cell):
    assert not is_data("csv", ("a;b\n" + cell).encode())


@pytest.mark.parametrize("cell", ["-1", "+62 812/3 ", "-1.000,5 %", "-2.5e-3", "-", "- 3 %", "\n\n\n", '"-1"'])
def test_a_number_is_data(cell):
    assert is_data("csv", ("a;b\n" + cell).encode())
