"""One key and one signed paper for all tests of signing: nothing changes them."""

import re

import pytest

from services.certificates.adapters.keys import make_local_key
from services.certificates.adapters.signers import LocalSigner
from services.certificates.papers.skhp import skhp
from shared.clock import frozen_at
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
