"""What the fields of intake's events mean, for the documents that others build on."""

from enum import StrEnum
from typing import Annotated, Any

from services.intake.domain.lifecycle import InstrumentState, ItemState


class Verification(StrEnum):
    """Tera or tera ulang."""

    INITIAL = "initial"
    SUBSEQUENT = "subsequent"


class Basis(StrEnum):
    """Why an instrument is tested."""

    MANDATORY = "mandatory"
    AFTER_REPAIR = "after_repair"
    VOLUNTARY = "voluntary"
    SAMPLING = "sampling"


class Mode(StrEnum):
    """Where a test is done."""

    OFFICE = "office"
    GROUP = "group"
    ON_SITE = "on_site"


class Channel(StrEnum):
    """How a letter came."""

    ONLINE = "online"
    COUNTER = "counter"
    WALK_IN = "walk_in"


ApplicationId = Annotated[str, "the letter"]
ItemId = Annotated[str, "one instrument on one letter"]
InstrumentId = Annotated[str, "the instrument, which keeps this id for life"]
PartyId = Annotated[str, "who owns or uses the instrument, as an id without a name"]
OwnerKey = Annotated[str, "pseudonym of the account that owns it; empty while no account does"]
Number = Annotated[str, "official number of the letter, such as PTU-2026-000042-7"]
Period = Annotated[str, "half of a year, such as 2026-2"]
Promised = "last day of the promise: a year after the letter was handed in first"
District = Annotated[str, "code of the district, as /v1/districts lists it, such as 16.06.07"]
Kind = Annotated[str, "code of the kind of instrument, as /v1/kinds lists it"]
Parameters = Annotated[dict[str, Any], "what its plate says, by name; /v1/kinds says which names and units a kind has"]
ReasonCode = Annotated[str, "why, as a word for programs"]
Brand = Annotated[str, "who made it, as its plate says"]
Model = Annotated[str, "its type, as its plate says; may be empty"]
Serial = Annotated[str, "its serial number, as its plate says"]
End = Annotated[str, ItemState, "how the item ended"]
State = Annotated[str, InstrumentState, "where the instrument stands now"]
Lot = Annotated[str, "the lot that a sample stands for, in the applicant's words"]
TypeApproval = Annotated[str, "number of the type approval, in the applicant's words"]
Exemption = Annotated[str, "why no type approval is needed, in the applicant's words"]
