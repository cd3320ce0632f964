"""What the fields of certificates' events mean, for the documents that others build on."""

from enum import StrEnum
from typing import Annotated

from services.certificates.domain import lifecycle


class Verification(StrEnum):
    """Tera or tera ulang."""

    INITIAL = "initial"
    SUBSEQUENT = "subsequent"


class Verdict(StrEnum):
    """Sah or batal."""

    VALID = "valid"
    REJECTED = "rejected"


CertificateId = Annotated[str, "the paper, by its id in this service"]
Number = Annotated[str, "official number on the paper"]
InstrumentId = Annotated[str, "the instrument, which keeps this id for life"]
ItemId = Annotated[str, "the instrument on its letter, in intake; null when the office wanted the test"]
ApplicationId = Annotated[str, "the letter, in intake; null when the office wanted the test"]
Kind = Annotated[str, lifecycle.Kind, "what the paper says: it was found in order, or it must not be used"]
InstrumentKind = Annotated[str, "code of the kind of instrument, as intake's /v1/kinds lists it"]
Act = Annotated[str, Verification, "the first (tera) or a later one (tera ulang)"]
Judged = Annotated[str, Verdict, "sah or batal"]
OwnerKey = Annotated[str, "pseudonym of the account that owns it; empty while no account does"]
District = Annotated[str, "code of the district, as /v1/districts lists it, such as 16.06.07"]
Digest = Annotated[str, "SHA-256 of the signed PDF: whoever has the file compares it"]
Code = Annotated[str, "the public code on the paper, which POST /v1/verifications answers"]
CodeDigest = Annotated[str, "SHA-256 of the code without its dashes"]
CheckUrl = Annotated[
    str, {"format": "uri"}, "the address in the QR code: says what holds today, to people and programs"
]
Brand = Annotated[str, "who made the instrument, as the paper names it"]
Model = Annotated[str, "its type, as the paper names it"]
Serial = Annotated[str, "its serial number, as the paper names it"]
ReasonCode = Annotated[str, "why, as a word for programs"]
Replacement = Annotated[str, "the paper that took its place, by its id"]
