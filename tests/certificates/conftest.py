"""One key and one signed paper for all tests of signing: nothing changes them."""

import re

import pytest

from services.certificates.adapters.keys import make_local_key
from services.certificates.adapters.signers import LocalSigner
from services.certificates.adapters.signing_identity import Seal
from services.certificates.papers.skhp import skhp
from services.certificates.usecases import signing
from shared.clock import frozen_at
from shared.errors import Unavailable
from tests.certificates.builders import passed, sign
from tests.certificates.samples import SIGNED_AT, a_certificate


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    with frozen_at(SIGNED_AT):
        return make_local_key(tmp_path_factory.mktemp("keys"), "UPTD Metrologi Legal Kabupaten Musi Banyuasin")


@pytest.fixture(scope="module")
def trusted(keys):
    return keys[1].read_text()


@pytest.fixture(scope="module")
def paper(keys):
    with frozen_at(SIGNED_AT):
        return LocalSigner(*keys, place="Sekayu").sign(skhp(a_certificate()))


@pytest.fixture(scope="module")
def hole(paper):
    """Where the signature stands in the file: the only bytes outside its digest."""
    ((start, after),) = re.findall(rb"/ByteRange \[0 (\d+) (\d+) ", paper.pdf)
    return int(start), int(after)


@pytest.fixture
def head(certificates, caller):
    return caller(certificates, "head", name="Budi Santoso")


@pytest.fixture
def public(certificates, caller):
    return caller(certificates)


@pytest.fixture
def signed(certificates, head):
    return sign(head, passed(certificates))


class Away:
    """A signer whose key is out of reach, and which lets something happen meanwhile."""

    kind_text = {"id": "uji", "en": "test"}

    def __init__(self, meanwhile=lambda: None) -> None:
        self.meanwhile = meanwhile

    def sign(self, pdf: bytes) -> None:
        self.meanwhile()
        raise Unavailable("signer-unusable", reason="away")


@pytest.fixture
def signer_away(certificates):
    """Takes the signer off the desk; the one it returns can be put back."""
    at_hand = signing.desk.seal
    signing.desk.seal = Seal(Away, at_hand.folder)
    signing.desk.seal.__dict__["signer"] = Away()
    return at_hand
