"""Takes out of a PDF what tells of its maker: document information, metadata, notes of programs, data of cameras.

What cannot be taken out is refused, so that no reader of a cleaned file learns more than the pages show.
"""

import io
import re
from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, StreamDecodeLevel

from shared.uploads.image.segments import jpeg_bare
from shared.uploads.pdf.inflation import CAMERA, DCT, filters_of, is_picture
from shared.uploads.pdf.jpeg2000 import jpx_bare
from shared.uploads.pdf.name_spellings import spelt
from shared.uploads.refusals import Refusal

TELLING = (
    "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/CreatorInfo", "/Author", "/Creator", "/Producer",
    "/CreationDate", "/ModDate", "/Params", "/User", "/Threads", "/ByteRange",
)  # fmt: skip
# Beside a mark on a page: who made it and when, and words that the page does not show.
BESIDE_MARKS = ("/T", "/M", "/NM", "/Subj", "/RC")
SHOWN = ("/FreeText",)
# The filter of a picture in the middle of a page's drawing. Where it begins is not asked: a drawing may go on from one
# stream to the next, and outside of pictures no drawing names a filter.
INLINE = re.compile(spelt(*CAMERA))
ASKING = {*TELLING, "/Rect", "/I"}


class Notable:
    """What has to be looked at again when the pages are written anew: streams, and dictionaries that may tell."""

    def __init__(self) -> None:
        self.streams: list[Stream] = []
        self.dictionaries: list[tuple[Dictionary, set[str]]] = []

    def note(self, one: Dictionary, entries: Mapping[str, Any]) -> None:
        if not ASKING.isdisjoint(entries):
            self.dictionaries.append((one, set(entries)))


def bare(pdf: pikepdf.Pdf, notable: Notable) -> bytes:
    """The same pages, written anew; twice the same file gives twice the same bytes."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for one, keys in notable.dictionaries:
        _strip(one, keys)
    for stream in notable.streams:
        _clean(pdf, stream)
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True, fix_metadata_version=False, compress_streams=False)
    return made.getvalue()


def _strip(one: Dictionary, keys: set[str]) -> None:
    """A signature that covers nothing is no more than the name of somebody; an article tells of its author in /I."""
    gone = set(TELLING) if "/ByteRange" not in keys else set(keys)
    if "/Rect" in keys and "/Subtype" in keys and one["/Subtype"] != Name.Widget:
        gone |= {*BESIDE_MARKS} if str(one["/Subtype"]) in SHOWN else {*BESIDE_MARKS, "/Contents"}
    if "/I" in keys and "/F" in keys:
        gone.add("/I")
    for name in gone & keys:
        del one[name]


def _clean(pdf: pikepdf.Pdf, one: Stream) -> None:
    """Also inside a picture, whatever it is packed in, where the camera's data lie as they lie in a file of its own."""
    names = filters_of(one)
    inner = [at for at, name in enumerate(names) if name in CAMERA]
    if not inner:
        if not names or not is_picture(one):
            _check_drawing(one)
        return
    if inner != [len(names) - 1]:
        raise uncleanable(names[inner[0]])
    last, wanted = names[-1], list(_parameters(one))
    content = _unpacked(pdf, one, names[:-1], wanted[:-1])
    plain = jpeg_bare(content) if last in DCT else jpx_bare(content)
    one.write(plain, filter=Name(last), decode_parms=wanted[-1] if wanted and wanted[-1] is not None else None)


def _unpacked(pdf: pikepdf.Pdf, one: Stream, names: list[str], wanted: list[Any]) -> bytes:
    raw = one.read_raw_bytes()
    if not names:
        return raw
    outer = Stream(pdf, raw)
    outer.Filter = Array([Name(name) for name in names])
    if any(each is not None for each in wanted):
        raise uncleanable("/DecodeParms")
    return outer.read_bytes(StreamDecodeLevel.specialized)


def _parameters(one: Stream) -> list[Any]:
    given = one.get("/DecodeParms")
    return list(given) if isinstance(given, Array) else [] if given is None else [given]


def _check_drawing(one: Stream) -> None:
    if INLINE.search(one.read_bytes(StreamDecodeLevel.specialized)):
        raise uncleanable("BI")


def uncleanable(name: str) -> Refusal:
    return Refusal("file-tells-of-its-maker", found=name)
