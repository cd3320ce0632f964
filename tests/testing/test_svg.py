"""Words in a picture stay inside it, and whatever people write stays words."""

from xml.etree import ElementTree as Tree

from hypothesis import given
from hypothesis import strategies as st

from services.testing.papers.svg import Drawing, fitted, length, wrapped

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


@given(words, st.integers(20, 200))
def test_words_are_cut_to_the_room_there_is(said: str, context: int):
    assert length(fitted(said, context, 9), 9) <= context
    assert all(length(line, 9) <= context for line in wrapped(said, context, 9))


@given(words)
def test_whatever_is_written_the_picture_is_sound(said: str):
    drawing = Drawing(100, said, said)
    drawing.paragraph(8, said)

    picture = Tree.fromstring(drawing.content())
    assert {node.tag.split("}")[1] for node in picture.iter()} <= {"svg", "title", "desc", "rect", "text"}


def test_what_fits_is_left_as_it_is():
    assert fitted("Nagata", 100, 10) == "Nagata"
    assert wrapped("satu dua tiga", 30, 10) == ["satu", "dua", "tiga"]
