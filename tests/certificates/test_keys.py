"""A signing key is made once, kept from others, and refused when it may not be used."""

import os
import stat
import threading
from datetime import timedelta

import pytest
from cryptography import x509

from services.certificates.adapters.keys import make_local_key
from services.certificates.adapters.signers import LocalSigner
from shared.clock import frozen_at, now
from shared.errors import Unavailable


def test_keys_made_by_many_at_once_are_one_matching_pair(tmp_path):
    made = []

    threads = [threading.Thread(target=lambda: made.append(make_local_key(tmp_path / "new"))) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert len(set(made)) == 1
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["signer.key", "signer.pem"]
    assert stat.S_IMODE(made[0][0].stat().st_mode) == 0o600
    assert LocalSigner(*made[0]).kid


def test_the_local_certificate_names_the_office_and_says_that_it_is_a_trial(keys):
    name = x509.load_pem_x509_certificate(keys[1].read_bytes()).subject.rfc4514_string()

    assert "TIDAK TERSERTIFIKASI / UJI COBA" in name
    assert "UPTD Metrologi Legal Kabupaten Musi Banyuasin" in name


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(tmp_path, mode):
    paths = make_local_key(tmp_path)
    os.chmod(paths[0], mode)

    with pytest.raises(Unavailable, match="chmod 600"):
        LocalSigner(*paths)


def test_an_expired_certificate_signs_nothing(tmp_path):
    paths = make_local_key(tmp_path, years=1)
    signer = LocalSigner(*paths)

    with frozen_at(now() + timedelta(days=400)):
        with pytest.raises(Unavailable, match="valid from"):
            signer.sign(b"")
        with pytest.raises(Unavailable, match="valid from"):
            LocalSigner(*paths)


def test_a_missing_foreign_or_broken_key_is_named(tmp_path):
    key, certificate = make_local_key(tmp_path / "a")
    _, foreign = make_local_key(tmp_path / "b")

    with pytest.raises(Unavailable, match="does not belong"):
        LocalSigner(key, foreign)
    with pytest.raises(Unavailable, match="cannot be read"):
        LocalSigner(tmp_path / "none", certificate)
    key.write_bytes(b"no key")
    with pytest.raises(Unavailable, match="no usable key"):
        LocalSigner(key, certificate)
