"""Judges a PDF by the objects that qpdf reads out of it: what acts, hides or inflates is refused."""

import io
import re
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream

from shared.uploads import attached, inflation
from shared.uploads.bare import bare
from shared.uploads.refusals import Refusal, damaged, too_costly

START = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
END = re.compile(rb"%%EOF\s*\Z")
MOST_OBJECTS, MOST_PAGES, MOST_VALUES = 300_000, 2_000, 1_000_000
HARMLESS = "repairing"  # a page that lacks a thing with a default
# What a paper never needs. A key counts when its value is anything at all.
KEYS = ("/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/Movie", "/Sound", "/FFilter")
ACTIONS = (
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR", "/GoToE", "/GoToDp", "/GoTo3DView",
    "/Movie", "/Sound", "/Rendition", "/RichMediaExecute", "/Hide", "/Thread", "/SetOCGState",
)  # fmt: skip
ANNOTATIONS = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D")
LINKS = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
ATTACHES, SIGNED, ENCRYPTED = "/EF", b"/ByteRange", b"/Encrypt"
# qpdf writes every name without escapes, so one search tells which objects are worth a walk.
SUSPECT = re.compile(
    b"|".join(re.escape(name.encode()) for name in {*KEYS, *ACTIONS, *ANNOTATIONS, ATTACHES, "/URI", "/Filespec"})
)
# What an object is, writers say in place; said elsewhere, the search above would not see it.
ELSEWHERE = re.compile(rb"/(?:S|Subtype|Type|URI)\s+[0-9]+ [0-9]+ R")


def judged(content: bytes, media: str, *, anew: bool) -> tuple[dict[str, Any], bytes]:
    """What the file is, and the same pages without a word about who made them, unless a signature covers them."""
    if not START.match(content) or not END.search(content[-1024:]):
        raise damaged()
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            _judge(pdf)
            return {"media": media, "width": None, "height": None}, b"" if SIGNED in content or not anew else bare(pdf)
    except pikepdf.PasswordError:
        raise Refusal("file-encrypted") from None
    except pikepdf.PdfError:
        raise Refusal("file-encrypted") if ENCRYPTED in content else damaged() from None


def _judge(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise Refusal("file-encrypted")
    objects = list(pdf.objects)
    if not all(str(said).endswith(HARMLESS) for said in pdf.get_warnings()):
        raise damaged()  # what one reader mends, another reads in its own way
    if len(objects) > MOST_OBJECTS or len(pdf.pages) > MOST_PAGES:
        raise too_costly()
    if not len(pdf.pages):
        raise damaged()
    _check_opening(pdf.Root.get("/OpenAction"))
    _check(pdf.trailer)
    _check_all(objects)


def _check_all(objects: list[Object]) -> None:
    files, weight = attached.Files(), inflation.Weight()
    for one in objects:
        if isinstance(one, Stream):
            weight.add(one)
        written = one.stream_dict.unparse() if isinstance(one, Stream) else one.unparse(resolved=True)
        if ELSEWHERE.search(written):
            raise _active("/S")
        if SUSPECT.search(written):
            _check(one, files)


def _check_opening(action: Object | None) -> None:
    """A paper may open at a page of its own and do nothing else."""
    if isinstance(action, Dictionary) and action.get("/S") != Name.GoTo:
        raise _active("/OpenAction")


def _check(top: Object, files: "attached.Files | None" = None) -> None:
    """Every dictionary that is part of this object; what it refers to is an object of its own."""
    left, seen = [top], 0
    while left:
        one, seen = left.pop(), seen + 1
        if seen > MOST_VALUES:
            raise too_costly()
        if isinstance(one, Stream):
            one = one.stream_dict
        if isinstance(one, Dictionary):
            _check_dictionary(one)
            if files is not None and ATTACHES in one:
                files.check(one)
        left += _parts(one)


def _parts(one: Any) -> list[Any]:
    values = one.values() if isinstance(one, Dictionary) else one if isinstance(one, pikepdf.Array) else ()
    return [each for each in values if isinstance(each, Object) and not each.is_indirect]


def _check_dictionary(one: Dictionary) -> None:
    for key in KEYS:
        if key in one:
            raise _active(key)
    for key, known in (("/S", ACTIONS), ("/Subtype", ANNOTATIONS)):
        if (value := one.get(key)) is not None and str(value) in known:
            raise _active(str(value))
    link = one.get("/URI")
    if link is not None and not isinstance(link, Dictionary) and not LINKS.match(str(link)):
        raise _active("/URI")


def _active(name: str) -> Refusal:
    return Refusal("file-has-active-content", found=name)
