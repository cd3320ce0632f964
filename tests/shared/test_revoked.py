"""A list of who is shut out that is gone readmits nobody."""

import jwt
import pytest

from shared.revoked import Revoked

SINTA = {"sub": "dev-sinta", "jti": "1"}


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
