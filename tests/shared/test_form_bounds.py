"""Forms are looked through before they are parsed: what costs more to parse than to send is refused unparsed."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.sansio.multipart import MultipartDecoder

from shared.http import form_bounds
from shared.ids import uuid7
from tests.support import NAMES, application
from tests.test_guards import ROLES, routes

HEAD = b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="a.pdf"\r\n'
END = b"\r\n\r\nhi\r\n--x--\r\n"
COSTLY = {
    "lines": HEAD % 1 + b":\r\n" * 3_000 + END,
    "short lines": HEAD % 1 + b":\n" * 3_000 + END,
    "one line": HEAD % 1 + b"X: " + b"a" * 9_000 + END,
    "a folded line": HEAD % 1 + b"X: a" + b"\r\n a" * 2_000 + END,
    "parts": b"".join(HEAD % number + b"\r\n\r\n" for number in range(1_500)) + END,
    "an empty line behind the boundary": b"--x\r\n\r\n" + b":\r\n" * 3_000 + END,
    "padding behind the boundary": b"--x  \t\r\n" + b":\r\n" * 3_000 + END,
    "an end that is none": HEAD % 1 + b"\r\n\r\na--x--b\r\n" + HEAD % 2 + b":\r\n" * 3_000 + END,
    "a head that never ends": HEAD % 1 + b":\r\n" * 3_000,
}
FORM = {"Content-Type": "multipart/form-data; boundary=x"}


@pytest.fixture
def heads() -> Iterator[list[int]]:
    """How many bytes of heads the parser took apart, as the interpreter tells it; the parser stays as it is."""
    seen: list[int] = []

    def watch(frame: Any, event: str, _: Any) -> None:
        if event == "call" and frame.f_code is MultipartDecoder._parse_headers.__code__:
            seen.append(len(frame.f_locals["data"]))

    sys.setprofile(watch)
    yield seen
    sys.setprofile(None)


def doors(app: Any) -> Iterator[tuple[str, str, str]]:
    """Every form at every route that takes one, and one form at every route that takes none."""
    for method, _, url, view in routes(app):
        if method in ("POST", "PUT"):
            yield from ((method, url, form) for form in (COSTLY if view.limit.form else ("lines",)))


@pytest.mark.parametrize("name", NAMES)
def test_no_route_parses_a_form_that_costs_more_than_its_file(opened, issuer, heads, name):
    app = application(opened(name))
    client, found = app.test_client(), {}
    token = issuer.token("all", *ROLES)
    for method, url, form in doors(app):
        own = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid7(), "If-Match": '"1"'}
        answer = client.open(url, method=method, data=COSTLY[form], headers={**own, **FORM})
        found[f"{method} {url} {form}"] = answer.status_code

    assert {where: status for where, status in found.items() if not 400 <= status < 500} == {}
    assert heads == []


def test_who_shows_no_right_code_has_no_form_taken_apart(complaints, caller, heads):
    answer = caller(complaints).client.put(
        "/v1/tracking/X/attachments?code=WRONG", data=HEAD % 1 + b"\r\n" + END, headers=FORM
    )

    assert (answer.status_code, heads) == (404, [])


def test_a_form_of_a_file_and_words_is_read_however_its_sender_ends_lines(opened):
    app = application(opened("intake"))
    for end in (b"\r\n", b"\n", b"\r"):
        lines = b'--x|Content-Disposition: form-data; name="file"; filename="a.pdf"|Content-Type: a/b||%PDF|--x|'
        content = (lines + b'Content-Disposition: form-data; name="kind"||plate|--x--|').replace(b"|", end)
        with app.test_request_context(method="POST", data=content, headers=FORM) as context:
            assert context.request.form["kind"] == "plate"
            assert context.request.files["file"].read() == b"%PDF"


def test_a_boundary_inside_the_file_that_is_no_boundary_counts_for_nothing(opened):
    inside = b"--xy" * (form_bounds.MOST_PARTS + 2)
    content = HEAD % 1 + b"\r\n" + inside + b"\r\n--x--\r\n"
    with application(opened("intake")).test_request_context(method="POST", data=content, headers=FORM) as context:
        assert context.request.files["f1"].read() == inside
