"""What the fields of testing's events mean, for the documents that others build on."""

from enum import StrEnum
from typing import Annotated

from services.testing.domain.doubts import Cause
from services.testing.domain.limits.tables import Basis, Verification
from services.testing.domain.origins import Origin


class Mode(StrEnum):
    """Where a test is done."""

    OFFICE = "office"
    GROUP = "group"
    ON_SITE = "on_site"


class Verdict(StrEnum):
    """What is told of a unit: sah or batal."""

    VALID = "valid"
    REJECTED = "rejected"


OrderId = Annotated[str, "one item that waits for, or is booked into, a session"]
ItemId = Annotated[str | None, "the instrument on its letter, in intake; null when the office wanted the test"]
ApplicationId = Annotated[str | None, "the letter, in intake; null when the office wanted the test"]
ApplicationNumber = Annotated[str | None, "official number of the letter; null when the office wanted the test"]
InstrumentId = Annotated[str, "the instrument, which keeps this id for life"]
PartyId = Annotated[str | None, "who owns or uses the instrument, as an id without a name"]
OwnerKey = Annotated[str, "pseudonym of the account that owns it; empty while no account does"]
SessionId = Annotated[str, "the day of testing"]
ExaminationId = Annotated[str, "the examination in one version; a correction has an id of its own"]
Version = Annotated[int, "1, and one more with each correction"]
Asked = Annotated[str, Origin, "who wanted the test"]
Why = Annotated[str, "why the order was opened: first, or retest"]
Kind = Annotated[str, "code of the kind of instrument, as intake's /v1/kinds lists it"]
Act = Annotated[str, Verification, "the first (tera) or a later one (tera ulang)"]
Reason = Annotated[str, Basis, "why it is tested"]
Where = Annotated[str, Mode, "at the office, with a group, or where it stands"]
District = Annotated[str, "code of the district, as /v1/districts lists it, such as 16.06.07"]
PlaceName = Annotated[str, "the market or village where a group is served"]
Period = Annotated[str, "half of a year, such as 2026-2"]
ReasonCode = Annotated[str, "why, as a word for programs"]
Label = Annotated[str, "which unit of the instrument, such as 1"]
Judged = Annotated[str, Verdict, "sah or batal"]
Doubtful = Annotated[str, Cause, "what the examination rested on and does no more"]
VerifierCode = Annotated[str, "who, as the code of a verifier"]
Indonesian = Annotated[str, "in Indonesian"]
English = Annotated[str, "in English"]
LegalSource = Annotated[str, "the rule that it comes from"]
Sureness = Annotated[str, "how sure the office is of it: verified, practice or unverified"]
Decimals = Annotated[str, "a decimal number as text"]
Digest = Annotated[str, "SHA-256"]
RetestUntil = "the last day on which a repaired instrument may come again; null where none is granted"
