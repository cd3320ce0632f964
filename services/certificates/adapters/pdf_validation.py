"""Says whether a PDF is one of our signed papers, unchanged to the last byte; pyHanko's validator is the judge.

Strangers upload what they like, so a file reaches the PDF parser only after its signature was found to cover the whole
file and to be made by a key we trust: what gets parsed is what we wrote.
"""

import io
from dataclasses import dataclass

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from services.certificates.adapters import signature_container
from services.certificates.adapters.turn import IN_TURN

MAX_BYTES = 25_000_000  # far above any paper of ours


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason, and the name in the certificate when the signer is known.

    Reasons: `authentic`, `too-large`, `not-signed`, `not-whole` (something follows what was signed), `altered`,
    `unknown-signer`, `refused` (the validator objects).
    """

    authentic: bool
    reason: str
    signer: str | None = None
    covers_whole: bool = False


def judge(pdf: bytes, trusted_cert_pem: str | bytes) -> Judgement:
    """The verdict on `pdf`; never raises for what is in it.

    `trusted_cert_pem` holds the certificates of our signers, retired ones too, with the chains they came with. A
    certificate that ran out since does not undo a signature: the register says what holds today.
    """
    if len(pdf) > MAX_BYTES:
        return Judgement(False, "too-large")
    trusted = _certificates(trusted_cert_pem)
    try:
        name = signature_container.signer_of(pdf, trusted).subject.rfc4514_string()
    except signature_container.Faulty as fault:
        return Judgement(False, str(fault))
    with IN_TURN:  # only what our own keys signed comes this far, so nobody can keep the others waiting
        accepted = _accepted(pdf, trusted)
    return Judgement(True, "authentic", name, True) if accepted else Judgement(False, "refused", name)


def _accepted(pdf: bytes, trusted: set[bytes]) -> bool:
    """pyHanko's opinion: one certifying signature over the whole file, by a trusted certificate, no later change."""
    from pyhanko.pdf_utils.misc import PdfError  # pyHanko takes most of a second to load
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    roots = [asn1_x509.Certificate.load(certificate) for certificate in trusted]
    try:
        (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        context = ValidationContext(trust_roots=roots, moment=signature.self_reported_timestamp)
        status = validate_pdf_signature(signature, context)
    except (PdfError, SignatureValidationError, ValueError):
        return False
    return status.bottom_line and status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def _certificates(bundle: str | bytes) -> set[bytes]:
    content = bundle.encode() if isinstance(bundle, str) else bundle
    return {certificate.public_bytes(Encoding.DER) for certificate in x509.load_pem_x509_certificates(content)}
