"""Reads the signature out of a PDF without parsing the PDF, and refuses every byte that need not be as it is.

PDF validators leave parts of a signature container unchecked (its version, algorithm lists, padding, the case of hex
digits). Here the container is built anew from its signed parts and must come out byte for byte the same; all else in
the file lies under the digest. So no single byte can change unnoticed.
"""

import hashlib
import re
from dataclasses import dataclass

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

BYTE_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{0,99}\]")
SIGNATURE_ALGORITHM = {"ec": "sha256_ecdsa", "rsa": "sha256_rsa"}


class Faulty(Exception):
    """The file carries no signature of ours over all of it; the text is the reason in one word."""


@dataclass(frozen=True)
class Container:
    """The parts of a signature that carry meaning."""

    certificates: list[asn1_x509.Certificate]
    signer: asn1_x509.Certificate
    attributes: cms.CMSAttributes
    signature: bytes


def signer_of(pdf: bytes, trusted: set[bytes]) -> x509.Certificate:
    """Who signed `pdf`: all of it, unchanged, with certificates that are all in `trusted` (DER); otherwise Faulty."""
    start, after = _gap(pdf)
    written = pdf[start + 1 : after - 1]
    try:
        found = _unpack(bytes.fromhex(written.decode()))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise Faulty("altered") from None
    if not trusted.issuperset(certificate.dump() for certificate in found.certificates):
        raise Faulty("unknown-signer")
    signer = x509.load_der_x509_certificate(found.signer.dump())
    _check_signature(found, signer)  # from here on the attributes are what a trusted key has signed
    told = next(row["values"][0].native for row in found.attributes if row["type"].native == "message_digest")
    whole = hashlib.sha256(pdf[:start] + pdf[after:]).digest()
    if told != whole or _canonical(found).hex().upper().encode().ljust(len(written), b"0") != written:
        raise Faulty("altered")
    return signer


def _gap(pdf: bytes) -> tuple[int, int]:
    """Where the last signature stands; the digest covers what lies before and after, which must be all the rest."""
    found = [*BYTE_RANGE.finditer(pdf)]
    if not found:
        raise Faulty("not-signed")
    start, after, rest = map(int, found[-1].groups())
    if not start < after or after + rest != len(pdf) or pdf[start : start + 1] + pdf[after - 1 : after] != b"<>":
        raise Faulty("not-whole")
    return start, after


def _unpack(content: bytes) -> Container:
    signed = cms.ContentInfo.load(content)["content"]
    (signer_info,) = signed["signer_infos"]
    certificates = [choice.chosen for choice in signed["certificates"]]
    sid = signer_info["sid"].chosen
    signer = [c for c in certificates if (c.issuer, c.serial_number) == (sid["issuer"], sid["serial_number"].native)][0]
    return Container(certificates, signer, signer_info["signed_attrs"], signer_info["signature"].native)


def _check_signature(found: Container, signer: x509.Certificate) -> None:
    key, signed = signer.public_key(), found.attributes.untag().dump()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(found.signature, signed, ec.ECDSA(hashes.SHA256()))
        else:
            key.verify(found.signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise Faulty("altered") from None


def _canonical(found: Container) -> bytes:
    """The one container that pyHanko writes for these certificates, attributes and signature (PAdES B-B, SHA-256)."""
    digest = {"algorithm": "sha256"}
    issuer = {"issuer": found.signer.issuer, "serial_number": found.signer.serial_number}
    signer_info = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", issuer),
        "digest_algorithm": digest,
        "signed_attrs": found.attributes,
        "signature_algorithm": {"algorithm": SIGNATURE_ALGORITHM[found.signer.public_key.algorithm]},
        "signature": found.signature,
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "data"},
        "certificates": found.certificates,
        "signer_infos": [signer_info],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump()
