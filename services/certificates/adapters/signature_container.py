"""Reads the signature out of a PDF without parsing the PDF, and refuses every byte that need not be as it is.

PDF validators leave parts of a signature container unchecked (its version, algorithm lists, padding, the case of hex
digits). Here the container is built anew from its signed parts and must come out byte for byte the same; all else in
the file lies under the digest. So no single byte can change unnoticed.
"""

import hashlib
import re

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding

from services.certificates.adapters import der

RANGE = b"/ByteRange"
BYTE_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{0,99}\]")
MOST_HEX = 65_536  # digits of a container; ours reserve a quarter of it (pades.RESERVED)
SIGNATURE_ALGORITHM = {"ec": "sha256_ecdsa", "rsa": "sha256_rsa"}


class Faulty(Exception):
    """The file carries no signature of ours over all of it; the text is the reason in one word."""


def signer_of(pdf: bytes, trusted: set[bytes]) -> x509.Certificate:
    """Who signed `pdf`: all of it, unchanged, with certificates that are all in `trusted` (DER); otherwise Faulty."""
    start, after = _gap(pdf)
    written = pdf[start + 1 : after - 1]
    if len(written) > MOST_HEX:
        raise Faulty("altered")
    try:
        found = der.pieces(bytes.fromhex(written.decode()))
    except ValueError:
        raise Faulty("altered") from None
    if not trusted.issuperset(found.certificates):
        raise Faulty("unknown-signer")
    signer = _signer(found)  # from here on the attributes are what a trusted key has signed
    whole = hashlib.sha256(pdf[:start] + pdf[after:]).digest()
    if _told(found) != whole or _canonical(found, signer).hex().upper().encode().ljust(len(written), b"0") != written:
        raise Faulty("altered")
    return signer


def _gap(pdf: bytes) -> tuple[int, int]:
    """Where the last signature stands; the digest covers what lies before and after, which must be all the rest."""
    found = BYTE_RANGE.match(pdf, max(pdf.rfind(RANGE), 0))
    if not found:
        raise Faulty("not-signed")
    start, after, rest = map(int, found.groups())
    if not start < after or after + rest != len(pdf) or pdf[start : start + 1] + pdf[after - 1 : after] != b"<>":
        raise Faulty("not-whole")
    return start, after


def _signer(found: der.Pieces) -> x509.Certificate:
    """The one of our certificates whose key made the signature over the attributes."""
    for certificate in map(x509.load_der_x509_certificate, found.certificates):
        if _has_signed(certificate, found):
            return certificate
    raise Faulty("altered")


def _has_signed(certificate: x509.Certificate, found: der.Pieces) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(found.signature, found.attributes, ec.ECDSA(hashes.SHA256()))
        else:
            key.verify(found.signature, found.attributes, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _told(found: der.Pieces) -> bytes | None:
    """The digest of the file in the signed attributes."""
    attributes = cms.CMSAttributes.load(found.attributes)
    values = (row["values"][0].native for row in attributes if row["type"].native == "message_digest")
    return next(values, None)


def _canonical(found: der.Pieces, certificate: x509.Certificate) -> bytes:
    """The one container that pyHanko writes for these certificates, attributes and signature (PAdES B-B, SHA-256)."""
    digest, signer = {"algorithm": "sha256"}, asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    issuer = {"issuer": signer.issuer, "serial_number": signer.serial_number}
    signer_info = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", issuer),
        "digest_algorithm": digest,
        "signed_attrs": cms.CMSAttributes.load(found.attributes),
        "signature_algorithm": {"algorithm": SIGNATURE_ALGORITHM[signer.public_key.algorithm]},
        "signature": found.signature,
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "data"},
        "certificates": [asn1_x509.Certificate.load(one) for one in found.certificates],
        "signer_infos": [signer_info],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump()
