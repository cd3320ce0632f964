"""Who may call: only a token that the issuer signed, for us, for now, is somebody."""

import base64
import hmac
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask, g

from shared import clock
from shared.auth.actor import Actor
from shared.auth.development_issuer import KID, Issuer, new_key
from shared.http import access
from shared.http.access import allow

LETTERS = "/v1/applications"


@pytest.fixture
def ask(intake, issuer) -> Any:
    """The status and code that a bearer token gets."""
    client = intake.app().test_client()

    def asked(token: str, scheme: str = "Bearer") -> tuple[int, str]:
        answer = client.get(LETTERS, headers={"Authorization": f"{scheme} {token}"})
        assert answer.status_code != 401 or answer.headers["WWW-Authenticate"] == "Bearer"
        return answer.status_code, (answer.json or {}).get("code", "")

    return asked


def claims(issuer: Issuer, **more: Any) -> dict[str, Any]:
    now = clock.now()
    standing = {"iss": issuer.name, "aud": "uttp", "sub": "mallory", "roles": ["head"], "exp": now + timedelta(hours=1)}
    return {**standing, **more}


def signed(payload: dict[str, Any], key: Any, algorithm: str = "ES256", **headers: Any) -> str:
    return jwt.encode(payload, key, algorithm, headers={"kid": KID, **headers})


def part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value, default=str).encode()).rstrip(b"=").decode()


REFUSED = (401, "unauthenticated")


def test_a_token_of_the_issuer_opens_the_door(ask, issuer):
    assert ask(issuer.token("dev-head", "head")) == (200, "")


def test_nobody_is_refused(intake, caller):
    assert caller(intake).get(LETTERS).status_code == 401


def test_a_token_signed_with_another_key_is_refused(ask, issuer):
    assert ask(signed(claims(issuer), new_key())) == REFUSED


def test_an_unsigned_token_is_refused(ask, issuer):
    payload = {**claims(issuer), "exp": 4_000_000_000}
    for algorithm in ("none", "None", "NONE"):
        assert ask(f"{part({'alg': algorithm, 'kid': KID})}.{part(payload)}.") == REFUSED


def test_the_public_key_does_not_serve_as_a_shared_secret(ask, issuer):
    key = serialization.load_pem_private_key((issuer.folder / "issuer.pem").read_bytes(), None).public_key()
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head, payload = part({"alg": "HS256", "kid": KID}), part({**claims(issuer), "exp": 4_000_000_000})
    seal = hmac.digest(pem, f"{head}.{payload}".encode(), "sha256")

    assert ask(f"{head}.{payload}.{base64.urlsafe_b64encode(seal).decode().rstrip('=')}") == REFUSED


def test_a_key_that_the_token_brings_or_points_to_is_not_used(ask, issuer):
    key = ec.generate_private_key(ec.SECP256R1())
    own = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    for header in (
        {"jwk": own},
        {"jku": "http://127.0.0.1:9/jwks.json"},
        {"x5u": "http://127.0.0.1:9/x"},
        {"kid": "own"},
    ):
        assert ask(signed(claims(issuer), pem, **header)) == REFUSED


@pytest.mark.parametrize("kid", ["unknown", "../../etc/passwd", "' OR 1=1", ""])
def test_an_unknown_key_is_refused(ask, issuer, kid):
    token = jwt.encode(claims(issuer), (issuer.folder / "issuer.pem").read_bytes(), "ES256", headers={"kid": kid})

    assert ask(token) == REFUSED


@pytest.mark.parametrize(
    "wrong",
    [
        {"exp": 1},
        {"nbf": 4_000_000_000},
        {"iss": "http://evil.example/dev"},
        {"aud": "testing"},
        {"aud": None},
        {"sub": None},
        {"sub": 7},
        {"sub": ""},
        {"sub": "a" * 121},
        {"sub": "a\x00b"},
        {"roles": None},
        {"roles": 5},
    ],
    ids=str,
)
def test_a_claim_that_does_not_hold_is_refused(ask, issuer, wrong):
    payload = {name: value for name, value in {**claims(issuer), **wrong}.items() if value is not None}
    payload |= {"roles": None} if wrong == {"roles": None} else {}

    assert ask(_encoded(payload, issuer)) == REFUSED


def _encoded(payload: dict[str, Any], issuer: Issuer) -> str:
    """Signed with the right key, without the checks of the library that signs."""
    key = (issuer.folder / "issuer.pem").read_bytes()
    text = json.dumps(payload, default=lambda moment: int(moment.timestamp())).encode()
    return jwt.api_jws.encode(text, key, "ES256", headers={"kid": KID, "typ": "JWT"})


def test_a_token_for_this_service_alone_is_good_here(ask, issuer):
    assert ask(_encoded(claims(issuer, aud="intake"), issuer)) == (200, "")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "." * 5000])
def test_what_is_no_token_is_refused(ask, token):
    assert ask(token.encode().decode("latin-1")) == REFUSED


def test_another_scheme_is_refused(ask, issuer):
    assert ask(issuer.token("dev-head", "head"), "Basic") == REFUSED


def test_a_bad_token_is_refused_on_public_routes_too(intake, issuer):
    answer = intake.app().test_client().get("/v1/kinds", headers={"Authorization": "Bearer x"})

    assert answer.status_code == 401


def test_a_role_that_a_route_does_not_name_is_told_which_it_needs(intake, caller):
    answer = caller(intake, "complaint_officer").get(LETTERS)

    assert answer.status_code == 403
    assert "front_officer" in answer.json["detail"]


def test_headers_that_only_a_proxy_may_set_are_not_believed(intake, caller):
    answer = caller(intake).get(
        LETTERS, **{"X-User-Id": "dev-head", "X-User-Roles": "head", "X-Forwarded-User": "head"}
    )

    assert answer.status_code == 401


def test_the_last_good_keys_go_on_when_their_file_is_lost_or_broken(ask, issuer):
    token = issuer.token("dev-head", "head")
    assert ask(token) == (200, "")

    (issuer.folder / "jwks.json").write_text("{")
    assert ask(token) == (200, "")
    (issuer.folder / "jwks.json").unlink()
    assert ask(token) == (200, "")


def test_a_view_sees_those_roles_of_its_caller_that_opened_its_route_and_no_other():
    known = Flask("door")
    doors = {"both": allow("head", "verifier"), "open": allow(), "known": allow(known=("head",))}
    views = {name: door(lambda: sorted(access.by().roles)) for name, door in doors.items()}
    with known.test_request_context("/"):
        g.caller = Actor("x", roles=frozenset({"head", "auditor", "verifier"}))

        assert {name: view() for name, view in views.items()} == {
            "both": ["head", "verifier"],
            "open": [],
            "known": ["head"],
        }
