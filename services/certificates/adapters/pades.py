"""PAdES B-B by pyHanko: a certification signature that allows no change, in an invisible field."""

import io
from datetime import datetime
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric import ec, padding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import get_pyca_cryptography_hash
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.certificates.adapters.keys import Key

FIELD = "Pengesahan"
RESERVED = 16_384  # hex digits kept for the signature: room for a chain of certificates, the same for every paper


class KeptKeySigner(SimpleSigner):
    """pyHanko's signer with the private key kept as loaded, not parsed again for each signature (12 ms, not 20)."""

    def __init__(self, key: Key) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([_asn1(certificate) for certificate in key.chain])
        der = key.private.private_bytes(pem.Encoding.DER, pem.PrivateFormat.PKCS8, pem.NoEncryption())
        super().__init__(_asn1(key.certificate), asn1_keys.PrivateKeyInfo.load(der), store)
        self._private = key.private

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._private, ec.EllipticCurvePrivateKey):
            return self._private.sign(data, ec.ECDSA(digest))
        return self._private.sign(data, padding.PKCS1v15(), digest)


class TimedPdfSigner(PdfSigner):
    """Takes the time of signing from our clock instead of the machine's."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> object:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


def sign(pdf: bytes, signer: KeptKeySigner, *, reason: str, place: str, at: datetime) -> bytes:
    """`pdf` with one signature over all of it."""
    wanted = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        location=place,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signed = io.BytesIO()
    tool = TimedPdfSigner(wanted, signer, new_field_spec=SigFieldSpec(FIELD), at=at)
    tool.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=RESERVED, output=signed)
    return signed.getvalue()


def _asn1(certificate: object) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(pem.Encoding.DER))
