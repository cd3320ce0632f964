"""A list of who is shut out that is gone readmits nobody."""

import json

import jwt
import pytest

from shared.auth.revocation import Revoked, is_list

SINTA = {"sub": "dev-sinta", "jti": "1"}
# What is no list: letters of a word, names of a map and blanks would all have shut out nobody.
NO_LISTS = ["", "bad-guy", {}, {"bad-guy": 1}, None, 0, ["bad-guy", ""], [" "], ["bad-guy", 7], [["bad-guy"]], [None]]


def test_a_list_that_vanishes_under_a_running_process_refuses_everybody(tmp_path):
    file = tmp_path / "access" / "revoked.json"
    Revoked(file).add("ext.dinas", ["2"])
    seen = Revoked(file)
    seen.refuse(SINTA)

    file.unlink()

    for claims in (SINTA, {"sub": "ext.dinas"}):
        with pytest.raises(jwt.InvalidTokenError):
            seen.refuse(claims)


def test_where_it_is_needed_none_at_all_refuses_everybody(tmp_path):
    with pytest.raises(jwt.InvalidTokenError):
        Revoked(tmp_path / "none.json", needed=True).refuse(SINTA)

    Revoked(tmp_path / "none.json").refuse(SINTA)


def test_preparation_writes_an_empty_list_once_and_never_over_one(tmp_path):
    file = tmp_path / "access" / "revoked.json"
    Revoked(file).prepare()
    Revoked(file, needed=True).refuse(SINTA)
    Revoked(file).add("dev-sinta", [])
    Revoked(file).prepare()

    with pytest.raises(jwt.InvalidTokenError):
        Revoked(file).refuse(SINTA)


def test_a_service_that_saw_the_list_lets_nobody_in_without_it(intake, caller, tmp_path):
    desk = caller(intake, "front_officer")
    assert desk.get("/v1/applications").status_code == 200

    Revoked(tmp_path / "access" / "revoked.json").prepare()
    assert desk.get("/v1/applications").status_code == 200
    (tmp_path / "access" / "revoked.json").unlink()

    assert desk.get("/v1/applications").status_code == 401


@pytest.mark.parametrize("wrong", NO_LISTS, ids=json.dumps)
@pytest.mark.parametrize("part", ["tokens", "accounts"])
def test_what_is_no_list_of_words_refuses_everybody(part, wrong, tmp_path):
    file = tmp_path / "revoked.json"
    Revoked(file).add("bad-guy", [])
    seen = Revoked(file)
    file.write_text(json.dumps({"tokens": ["9"], "accounts": ["bad-guy"], part: wrong}))

    for claims in (SINTA, {"sub": "bad-guy"}):
        with pytest.raises(jwt.InvalidTokenError, match="cannot be read"):
            seen.refuse(claims)
    assert not is_list(file)


@pytest.mark.parametrize("document", [[], ["tokens", "accounts"], "tokens accounts", None, {"tokens": []}], ids=repr)
def test_a_document_that_is_no_list_refuses_everybody(document, tmp_path):
    file = tmp_path / "revoked.json"
    file.write_text(json.dumps(document))

    with pytest.raises(jwt.InvalidTokenError, match="cannot be read"):
        Revoked(file).refuse(SINTA)
    assert not is_list(file)


@pytest.mark.parametrize("claims", [{"sub": "bad-guy", "jti": "1"}, {"sub": "dev-budi", "jti": "9"}])
def test_blanks_around_a_name_let_nobody_in(claims, tmp_path):
    file = tmp_path / "revoked.json"
    file.write_text(json.dumps({"tokens": ["9\n"], "accounts": ["bad-guy "]}))

    assert is_list(file)
    Revoked(file).refuse(SINTA)
    with pytest.raises(jwt.InvalidTokenError, match="revoked"):
        Revoked(file).refuse(claims)
    Revoked(file).readmit("bad-guy")
    Revoked(file).refuse({"sub": "bad-guy", "jti": "1"})
