"""A signed paper is accepted by every judge there is, whichever key signed it."""

import io
import re
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils.reader import PdfFileReader

from services.certificates.adapters.pdf_validation import judge
from services.certificates.adapters.signers import UNCERTIFIED, LocalSigner, Pkcs12Signer
from services.certificates.papers.skhp import skhp
from shared.clock import frozen_at, now
from shared.errors import Unavailable
from tests import paperwork
from tests.certificates.samples import SIGNED_AT, a_certificate


def test_the_signed_paper_is_authentic_and_names_its_signer(paper, trusted):
    verdict = judge(paper.pdf, trusted)

    assert (verdict.authentic, verdict.reason, verdict.covers_whole) == (True, "authentic", True)
    assert "UJI COBA" in verdict.signer
    assert (paper.level, paper.kind_text) == ("B-B", UNCERTIFIED)
    assert "tidak tersertifikasi" in paper.kind_text["id"]
    assert re.fullmatch(r"[\w-]{43}", paper.kid)


def test_pyhanko_on_the_command_line_accepts_it(paper, keys, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(paper.pdf)
    options = ["--trust", keys[1], "--trust-replace", "--no-revocation-check", "--pretty-print"]

    answer = paperwork.run("pyhanko", "sign", "validate", *options, tmp_path / "paper.pdf")

    assert answer.returncode == 0, answer.stderr
    assert b"The signature is judged VALID" in answer.stdout


def test_the_second_witness_accepts_it_too(paper, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(paper.pdf)

    told = paperwork.run("pdfsig", "-nocert", tmp_path / "paper.pdf").stdout.decode()

    for words in ("ETSI.CAdES.detached", "Signature is Valid.", "Total document signed", "Hash Algorithm: SHA-256"):
        assert words in told
    assert paperwork.is_sound(paper.pdf, tmp_path)


def test_the_time_of_signing_is_the_house_clock(paper):
    (signature,) = PdfFileReader(io.BytesIO(paper.pdf)).embedded_signatures

    assert signature.self_reported_timestamp == SIGNED_AT


def test_the_text_and_the_twin_survive_signing(paper, tmp_path):
    assert "SURAT KETERANGAN HASIL PENGUJIAN" in paperwork.text(paper.pdf, tmp_path)
    assert paperwork.attached(paper.pdf, "skhp.json", tmp_path).startswith(b"{")


def test_several_threads_may_sign_with_one_key_from_its_first_use_on(keys, trusted):
    """pyHanko once saw half a certificate, which another thread was reading at the same moment."""
    before, pdf, signed = sys.getswitchinterval(), skhp(a_certificate()), []

    def sign(signer: LocalSigner, start: threading.Barrier) -> None:
        start.wait(30)
        signed.append(signer.sign(pdf).pdf)

    sys.setswitchinterval(1e-5)
    try:
        for _ in range(20):
            with frozen_at(SIGNED_AT):
                signer, start = LocalSigner(*keys), threading.Barrier(6)
            threads = [threading.Thread(target=sign, args=(signer, start)) for _ in range(6)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
    finally:
        sys.setswitchinterval(before)

    assert len(signed) == 20 * 6
    assert judge(signed[-1], trusted).authentic


def a_pkcs12(folder: Path, private: object, secret: str) -> tuple[Path, str]:
    """A key with a root above it, as a certification authority hands it over; and all its certificates."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = a_signed("Akar", root_key.public_key(), "Akar", root_key)
    leaf = a_signed("Kantor", private.public_key(), "Akar", root_key)
    lock = pem.BestAvailableEncryption(secret.encode())
    path = folder / "office.p12"
    path.write_bytes(pem.pkcs12.serialize_key_and_certificates(b"office", private, leaf, [root], lock))
    path.chmod(0o600)
    return path, "".join(c.public_bytes(pem.Encoding.PEM).decode() for c in (leaf, root))


def a_signed(name: str, public: object, issuer: str, issuer_key: object) -> x509.Certificate:
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)]) for text in (name, issuer)]
    builder = x509.CertificateBuilder(*reversed(names), public, x509.random_serial_number())
    builder = builder.not_valid_before(now() - timedelta(days=1)).not_valid_after(now() + timedelta(days=9))
    top = name == issuer
    usage = x509.KeyUsage(True, True, False, False, False, top, top, False, False)
    builder = builder.add_extension(x509.BasicConstraints(top, None), True).add_extension(usage, True)
    return builder.sign(issuer_key, hashes.SHA256())


@pytest.mark.parametrize(
    "private",
    [ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)],
    ids=["ecdsa", "rsa"],
)
def test_a_pkcs12_key_signs_with_its_chain_and_says_what_configuration_says(tmp_path, private):
    path, certificates = a_pkcs12(tmp_path, private, "rahasia")
    kind = {"id": "Segel elektronik tersertifikasi", "en": "Certified seal"}

    signed = Pkcs12Signer(path, "rahasia", kind).sign(skhp(a_certificate(signature=kind)))

    assert judge(signed.pdf, certificates).authentic
    assert signed.kind_text == kind
    with pytest.raises(Unavailable, match="wrong secret"):
        Pkcs12Signer(path, "salah", kind)
