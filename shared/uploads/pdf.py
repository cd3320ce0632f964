"""Judges a PDF by the objects that qpdf reads out of it: what acts, hides or inflates is refused."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf
from pikepdf import AccessMode, Dictionary, Name, Object, Stream

from shared.uploads import actions, attached, inflation
from shared.uploads.bare import TELLING, bare
from shared.uploads.names import spelt
from shared.uploads.refusals import Refusal, damaged, too_costly
from shared.uploads.signed import is_signed

START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*+%PDF-")
END = re.compile(rb"%%EOF\s*\Z")
MOST_OBJECTS, MOST_PAGES, MOST_VALUES = 300_000, 2_000, 1_000_000
HARMLESS = "repairing"  # a page that lacks a thing with a default
ATTACHES, ENCRYPTED = "/EF", re.compile(spelt("/Encrypt"))
# qpdf writes every name without escapes, so one search tells which objects are worth a walk. What an object is, writers
# say in place; said elsewhere, this search would not see it.
ELSEWHERE = re.compile(rb"/(?:S|Subtype|Type|URI)\s+[0-9]+ [0-9]+ R")
SOUGHT = sorted(re.escape(name[1:].encode()) for name in {*actions.NAMES, *TELLING})
NOTABLE = re.compile(b"/(?:" + b"|".join(SOUGHT) + rb")\b|" + ELSEWHERE.pattern)


def judged(file: BinaryIO, media: str, *, anew: bool) -> tuple[dict[str, Any], bytes]:
    """What the file is, and the same pages without a word about who made them, unless a signature covers them."""
    content = file.read()
    if not START.match(content) or not END.search(content[-1024:]):
        raise damaged()
    inflation.Weight(inflation.MOST_PACKED).add_packed(content)
    file.seek(0)
    # Mapped: read through Python, each of many small objects costs four times as much.
    how = {"access_mode": AccessMode.mmap, "attempt_recovery": False, "suppress_warnings": True}
    try:
        with pikepdf.open(file, **how) as pdf:
            notable = _judge(pdf)
            made = bare(pdf, notable, dictionaries) if anew and not is_signed(pdf, content) else b""
            return {"media": media, "width": None, "height": None}, made
    except pikepdf.PasswordError:
        raise Refusal("file-encrypted") from None
    except pikepdf.PdfError:
        raise Refusal("file-encrypted") if ENCRYPTED.search(content) else damaged() from None


def _judge(pdf: pikepdf.Pdf) -> list[Object]:
    """Returns what has to be looked at again when the pages are written anew."""
    if pdf.is_encrypted:
        raise Refusal("file-encrypted")
    if int(pdf.trailer.get("/Size", 0)) > MOST_OBJECTS:  # before each of them is read
        raise too_costly()
    objects = list(pdf.objects)
    if not all(str(said).endswith(HARMLESS) for said in pdf.get_warnings()):
        raise damaged()  # what one reader mends, another reads in its own way
    if len(objects) > MOST_OBJECTS or len(pdf.pages) > MOST_PAGES:
        raise too_costly()
    if not len(pdf.pages):
        raise damaged()
    _check_opening(pdf.Root.get("/OpenAction"))
    return _check_all(objects, pdf.trailer)


def _check_all(objects: list[Object], trailer: Object) -> list[Object]:
    files, weight, notable = attached.Files(), inflation.Weight(), []
    _check(trailer, files)
    for one in objects:
        stream = isinstance(one, Stream)
        if stream:
            weight.add(one)
            actions.check_stream(one)
        written = one.stream_dict.unparse() if stream else one.unparse(resolved=True)
        if stream or NOTABLE.search(written):
            _check_written(written)
            _check(one, files)
            notable.append(one)
    return notable


def _check_written(written: bytes) -> None:
    if ELSEWHERE.search(written):
        raise actions.active("/S")


def _check_opening(action: Object | None) -> None:
    """A paper may open at a page of its own and do nothing else."""
    if isinstance(action, Dictionary) and action.get("/S") != Name.GoTo:
        raise actions.active("/OpenAction")


def _check(top: Object, files: "attached.Files") -> None:
    for one in dictionaries(top):
        actions.check(one)
        if ATTACHES in one:
            files.check(one)


def dictionaries(top: Object) -> Iterator[Dictionary]:
    """Every dictionary that is part of this object; what it refers to is an object of its own."""
    left, seen = [top], 0
    while left:
        one, seen = left.pop(), seen + 1
        if seen > MOST_VALUES:
            raise too_costly()
        if isinstance(one, Stream):
            one = one.stream_dict
        if isinstance(one, Dictionary):
            yield one
        left += _parts(one)


def _parts(one: Any) -> list[Any]:
    values = one.values() if isinstance(one, Dictionary) else one if isinstance(one, pikepdf.Array) else ()
    return [each for each in values if isinstance(each, Object) and not each.is_indirect]
