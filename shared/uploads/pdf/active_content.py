"""What in a PDF acts, plays, fetches or hides, by its names: what is not known to be harmless is refused."""

import re
from collections.abc import Mapping
from typing import Any

from pikepdf import Dictionary, Stream

from shared.uploads.refusals import Refusal

# What a paper never needs. A key counts when its value is anything at all.
KEYS = {
    "/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/Movie", "/Sound", "/Collection",
    "/FFilter", "/FDecodeParms", "/OPI", "/SpiderInfo", "/Requirements", "/Rendition", "/PresSteps", "/Alternates",
    "/RF",
}  # fmt: skip
# Of a stream alone: content that lies in another file, and a program in PostScript beside or instead of a drawing.
OUTSIDE = ("/F", "/Ref", "/PS", "/Subtype2")
ACTIONS = (
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR", "/GoToE", "/GoToDp", "/GoTo3DView",
    "/Movie", "/Sound", "/Rendition", "/RichMediaExecute", "/Hide", "/Thread", "/SetOCGState",
)  # fmt: skip
TYPES = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Rendition", "/U3D", "/PRC", "/PS")
KINDS = {"/S": ACTIONS, "/Subtype": TYPES, "/Type": TYPES}
# Where an action stands it is one of these; a mark on a page (it has a place there) is one of those.
BEARERS = {"/A", "/PA", "/Next", "/OpenAction"}
HARMLESS = {"/GoTo", "/URI", "/Named"}
STEPS = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage", "/Print"}
MARKS = {
    "/Link", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Widget", "/Redact", "/Watermark", "/PrinterMark",
    "/TrapNet",
}  # fmt: skip
LINKS = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
NAMES = {*KEYS, *ACTIONS, *TYPES, "/A", "/PA", "/OpenAction", "/URI", "/Named", "/Rect", "/EF", "/Filespec", "/I"}


def check(one: Mapping[str, Any]) -> None:
    """Refuse a dictionary with these entries that acts or that stands for something outside."""
    if not KEYS.isdisjoint(one):
        raise active(next(key for key in one if key in KEYS))
    for key, known in KINDS.items():
        if key in one and str(one[key]) in known:
            raise active(str(one[key]))
    if "/Rect" in one and "/Subtype" in one and str(one["/Subtype"]) not in MARKS:
        raise active(str(one["/Subtype"]))
    for bearer in BEARERS & one.keys():
        _check_action(one[bearer])
    _check_link(one.get("/URI"))


def check_stream(one: Stream) -> None:
    """Refuse a stream whose content is, or is taken from, another file."""
    if found := next((key for key in OUTSIDE if key in one.stream_dict), ""):
        raise active(found)


def active(name: str) -> Refusal:
    return Refusal("file-has-active-content", found=name)


def _check_action(action: Any) -> None:
    """`/Next` is also an entry of a table of contents, and `/A` also describes a part of a text: they have no `/S`."""
    kind = action.get("/S") if isinstance(action, Dictionary) else None
    if kind is None:
        return
    if str(kind) not in HARMLESS or (str(kind) == "/Named" and str(action.get("/N")) not in STEPS):
        raise active(str(kind))


def _check_link(link: Any) -> None:
    """An address, or the address before all others that are given in part."""
    base = link.get("/Base") if isinstance(link, Dictionary) else link
    if base is not None and not LINKS.match(str(base)):
        raise active("/URI")
