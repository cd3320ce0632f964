"""Decides on a file that somebody offers: what it says it is, what it is, what opening it costs, what it hides."""

import re
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Invalid, Refused
from shared.uploads import sandbox

# Per type that is taken: how it begins, how its name may end, and how a form may declare it.
KINDS: dict[str, tuple[re.Pattern[bytes], tuple[str, ...], tuple[str, ...]]] = {
    "application/pdf": (re.compile(rb"\A(?:\xef\xbb\xbf)?\s*+%PDF-"), ("pdf",), ("application/pdf",)),
    "image/jpeg": (re.compile(rb"\xff\xd8\xff"), ("jpg", "jpeg", "jfif"), ("image/jpeg", "image/jpg", "image/pjpeg")),
    "image/png": (re.compile(rb"\x89PNG\r\n\x1a\n"), ("png",), ("image/png",)),
}
NO_KIND = "jenis / type"


class Unsupported(Refused):
    """Nobody asked for files of this type."""

    status = 415


@dataclass(frozen=True)
class Offer:
    """A part of a form: its bytes, its file name, and the media type that it declares."""

    content: bytes = field(repr=False)
    name: str
    declared: str
    caller: str = ""  # whose turn it is to have a file opened: an account, or an address without one
    account: bool = False  # whether it is an account


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept. `content` is what is kept: a picture written anew, or the bytes as they came."""

    content: bytes = field(repr=False)
    media: str
    width: int | None = None  # a PDF has none
    height: int | None = None
    scan: str = ""  # what the scanner said of it; empty when there is none


def accept(offer: Offer, *, anew: bool) -> Accepted:
    """The file, if name, declaration and content agree and the content is harmless; pictures `anew` or as they came."""
    media = _agreed(offer)
    report = sandbox.look_into(offer.content, media, anew=anew, caller=offer.caller, account=offer.account)
    if report.said is None:
        raise _refused("file-too-costly")
    if code := report.said.get("code"):
        raise _refused(code, **report.said["facts"])
    sizes = {name: report.said[name] for name in ("width", "height")}
    return Accepted(report.made or offer.content, media, **sizes)


def _agreed(offer: Offer) -> str:
    """The one media type that all three name."""
    declared, ending = offer.declared.lower(), offer.name.rpartition(".")[2].lower()
    if not any(declared in known for _, _, known in KINDS.values()):
        raise Unsupported("unsupported-media-type")
    media = next((name for name, (start, _, _) in KINDS.items() if start.match(offer.content)), "")
    if not media:
        raise _refused("unreadable-file", reason=NO_KIND)
    _, endings, declarations = KINDS[media]
    if declared not in declarations or ending not in endings:
        raise _refused("file-type-disagrees", found=media, declared=declared, ending=ending[:20])
    return media


def _refused(code: str, **facts: Any) -> Invalid:
    return Invalid(code, errors=[{"pointer": "/file", "code": "unreadable"}], **facts)
