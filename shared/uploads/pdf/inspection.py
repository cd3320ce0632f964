"""Judges a PDF by the objects that qpdf reads out of it: what acts, hides or inflates is refused."""

import re
from collections.abc import Mapping
from typing import Any, BinaryIO

import pikepdf
from pikepdf import AccessMode, Array, Dictionary, Name, Object, Stream

from shared.uploads.pdf import active_content, embedded_files, inflation
from shared.uploads.pdf.metadata import TELLING, Notable, bare
from shared.uploads.pdf.name_spellings import spelt
from shared.uploads.pdf.object_budget import STREAM, Walk, pages_below
from shared.uploads.pdf.signatures import is_signed
from shared.uploads.refusals import Refusal, damaged, too_costly

START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*+%PDF-")
END = re.compile(rb"%%EOF\s*\Z")
MOST_OBJECTS, MOST_PAGES = 75_000, 2_000  # reading an object costs ten microseconds and more
HARMLESS = "repairing"  # a page that lacks a thing with a default
ENCRYPTED = re.compile(spelt("/Encrypt"))
# qpdf writes every name without escapes, so one search tells which objects are worth a walk. What an object is, writers
# say in place; said elsewhere, this search would not see it.
ELSEWHERE = re.compile(rb"/(?:S|Subtype|Type|URI)\s+[0-9]+ [0-9]+ R")
SOUGHT = sorted(re.escape(name[1:].encode()) for name in {*active_content.NAMES, *TELLING})
NOTABLE = re.compile(b"/(?:" + b"|".join(SOUGHT) + rb")\b|" + ELSEWHERE.pattern)


def judged(file: BinaryIO, media: str, *, anew: bool) -> tuple[dict[str, Any], bytes]:
    """What the file is, and the same pages without a word about who made them, unless a signature covers them."""
    content = file.read()
    if not START.match(content) or not END.search(content[-1024:]):
        raise damaged()
    inflation.Weight(inflation.MOST_PACKED, inflation.MOST_NAMES).add_packed(content)
    file.seek(0)
    # Mapped: read through Python, each of many small objects costs four times as much. The pages stay as they are until
    # they are counted: to hand down what they inherit, qpdf would copy each that hangs in the tree twice.
    how = {"access_mode": AccessMode.mmap, "attempt_recovery": False, "suppress_warnings": True}
    try:
        with pikepdf.open(file, inherit_page_attributes=False, **how) as pdf:
            notable = _judge(pdf)
            made = bare(pdf, notable) if anew and not is_signed(pdf, content) else b""
            return {"media": media, "width": None, "height": None}, made
    except pikepdf.PasswordError:
        raise Refusal("file-encrypted") from None
    except pikepdf.PdfError:
        raise Refusal("file-encrypted") if ENCRYPTED.search(content) else damaged() from None


def _judge(pdf: pikepdf.Pdf) -> Notable:
    """Returns what has to be looked at again when the pages are written anew."""
    if pdf.is_encrypted:
        raise Refusal("file-encrypted")
    if int(pdf.trailer.get("/Size", 0)) > MOST_OBJECTS or pages_below(pdf.Root.get("/Pages"), MOST_PAGES) > MOST_PAGES:
        raise too_costly()  # before each of them is read
    pages, objects = len(pdf.pages), list(pdf.objects)
    if not all(str(said).endswith(HARMLESS) for said in pdf.get_warnings()):
        raise damaged()  # what one reader mends, another reads in its own way
    if not pages or len(objects) > MOST_OBJECTS:
        raise too_costly() if pages else damaged()
    _check_opening(pdf.Root.get("/OpenAction"))
    return _check_all(objects, pdf.trailer)


def _check_all(objects: list[Object], trailer: Object) -> Notable:
    files, weight, notable, walk = embedded_files.Files(), inflation.Weight(), Notable(), Walk()
    for _, entries in walk.dictionaries(trailer):
        _check(entries, files)
    for one in objects:
        stream = isinstance(one, Stream)
        if stream:
            weight.add(one)
            walk.charge(STREAM)
            active_content.check_stream(one)
            notable.streams.append(one)
        written = one.stream_dict.unparse() if stream else one.unparse(resolved=True)
        if stream or NOTABLE.search(written):
            _check_written(written)
            for part, entries in walk.dictionaries(one):
                _check(entries, files)
                notable.note(part, entries)
    files.check_streams(notable.streams)
    return notable


def _check_written(written: bytes) -> None:
    if ELSEWHERE.search(written):
        raise active_content.active("/S")


def _check_opening(action: Object | None) -> None:
    """A paper may open at a page of its own and do nothing else: no action after it, none where the page is named."""
    if isinstance(action, Dictionary) and (action.get("/S") != Name.GoTo or "/Next" in action):
        raise active_content.active("/OpenAction")
    if isinstance(action, Array) and any(isinstance(one, Dictionary) and "/S" in one for one in action):
        raise active_content.active("/OpenAction")


def _check(entries: Mapping[str, Any], files: "embedded_files.Files") -> None:
    active_content.check(entries)
    if embedded_files.is_specification(entries):
        files.check(entries)
