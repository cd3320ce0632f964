"""Keys from the issuer's address: asked rarely whatever tokens say, kept while it is away, never from elsewhere."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest

from shared.auth.development_issuer import KID, Issuer
from shared.auth.key_sets import KeyAddress
from shared.http.access import Verifier
from tests.support import ISSUER

FOREVER = 3600.0


class Address:
    """An issuer's address on this machine: it counts who asks, and answers what it is told to."""

    def __init__(self, issuer: Issuer) -> None:
        self.asked: list[str] = []
        self.answer: tuple[int, bytes, dict[str, str]] = (200, json.dumps(issuer.jwks).encode(), {})
        address = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body, headers = address.answer
                address.asked.append(self.path)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks.json"
        threading.Thread(target=self.server.serve_forever, args=(0.05,)).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def address(issuer: Issuer) -> Iterator[Address]:
    found = Address(issuer)
    yield found
    found.close()


@pytest.fixture
def verifier(address: Address, tmp_path: Any) -> Callable[..., Verifier]:
    """`verifier(life=…, cooldown=…)` reads tokens with the keys of the address."""

    def make(**pauses: float) -> Verifier:
        made = Verifier(ISSUER, ["uttp"], tmp_path / "no-file", address.url)
        made.keys = KeyAddress(address.url, **pauses)
        return made

    return make


def named(token: str, issuer: Issuer, **header: Any) -> str:
    """The same claims under another header, signed with the right key."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, (issuer.folder / "issuer.pem").read_bytes(), "ES256", headers={"kid": KID, **header})


def refused(verifier: Verifier, token: str) -> bool:
    try:
        verifier.actor(token)
    except jwt.PyJWTError:
        return True
    return False


def test_a_production_service_asks_the_address_of_its_settings(opened, issuer, address, caller):
    intake = opened("intake", jwks_url=address.url, jwks_file="no-file")

    answer = caller(intake, "head").get("/v1/applications")

    assert (answer.status_code, len(address.asked)) == (200, 1)


def test_good_tokens_cost_one_question(verifier, issuer, address):
    reader = verifier()

    for _ in range(20):
        assert reader.actor(issuer.token("dev-head", "head")).sub == "dev-head"
    assert len(address.asked) == 1


def test_unknown_keys_cost_one_question_in_a_cooldown(verifier, issuer, address):
    reader, good = verifier(cooldown=FOREVER), issuer.token("dev-head", "head")
    reader.actor(good)

    assert all(refused(reader, named(good, issuer, kid=f"k{at}")) for at in range(50))
    assert len(address.asked) == 1
    assert not refused(reader, good)


def test_a_key_that_is_new_is_found_when_the_cooldown_is_over(verifier, issuer, address):
    reader, good = verifier(cooldown=0.0), issuer.token("dev-head", "head")
    reader.actor(good)
    keys = issuer.jwks["keys"]
    address.answer = (200, json.dumps({"keys": [*keys, {**keys[0], "kid": "next"}]}).encode(), {})

    assert not refused(reader, named(good, issuer, kid="next"))


OUTAGES = {
    "an error": (500, b"", {}),
    "no key set": (200, b"<html>", {}),
    "an empty key set": (200, b'{"keys": []}', {}),
    "half an answer": (200, b'{"keys"', {"Content-Length": "900"}),
    "a redirect": (302, b"", {"Location": "/elsewhere.json"}),
}


@pytest.mark.parametrize("outage", OUTAGES)
def test_the_last_good_keys_survive(verifier, issuer, address, outage):
    reader, good = verifier(life=0.0, cooldown=0.0), issuer.token("dev-head", "head")
    reader.actor(good)
    address.answer = OUTAGES[outage]

    assert not refused(reader, good)
    assert len(address.asked) > 1
    assert "/elsewhere.json" not in address.asked


def test_the_last_good_keys_survive_an_issuer_that_is_gone(verifier, issuer, address):
    reader, good = verifier(life=0.0, cooldown=0.0), issuer.token("dev-head", "head")
    reader.actor(good)
    address.server.socket.close()

    assert not refused(reader, good)


def test_without_any_keys_everybody_is_refused(verifier, issuer, address):
    address.answer = OUTAGES["an error"]

    assert refused(verifier(), issuer.token("dev-head", "head"))


@pytest.mark.parametrize("kind", ["JWT", "jwt", "at+jwt", "application/at+jwt"])
def test_a_token_for_access_is_read(verifier, issuer, kind):
    assert not refused(verifier(), named(issuer.token("dev-head", "head"), issuer, typ=kind))


@pytest.mark.parametrize("header", [{"typ": "dpop+jwt"}, {"typ": "logout+jwt"}, {"typ": "JOSE"}, {"crit": ["exp"]}])
def test_a_token_of_another_type_is_refused(verifier, issuer, header):
    assert refused(verifier(), named(issuer.token("dev-head", "head"), issuer, **header))


@pytest.mark.parametrize("typ", ["ID", "Refresh", "Offline", 5])
def test_what_the_issuer_gave_for_something_else_than_access_is_refused(verifier, issuer, typ):
    assert refused(verifier(), issuer.token("dev-head", "head", typ=typ))
