"""Tells whether a PDF is signed: a signature field, a range over the whole file, and a container that can be read.

Whether the signature holds is nobody's question here; a file whose bytes are covered by one keeps its bytes.
"""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from shared.uploads.pdf.validation_tail import only_validates
from shared.uploads.refusals import too_costly

MOST_FIELDS = 5_000
SEQUENCE, SET, INTEGER, OWN = 0x30, 0x31, 0x02, 0xA0
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # OID 1.2.840.113549.1.7.2 (RFC 5652)
LONG, MOST_LENGTH_BYTES = 0x80, 4


def is_signed(pdf: pikepdf.Pdf, content: bytes) -> bool:
    """Behind what is covered only the material of long-term validation may follow (PAdES B-LT, the entry /DSS)."""
    ends = {_covered(one, content) for one in _signatures(pdf)}
    last = max(ends, default=0)
    return last > 0 and (last == len(content) or ("/DSS" in pdf.Root and only_validates(pdf, content[:last])))


def _signatures(pdf: pikepdf.Pdf) -> list[Dictionary]:
    """The values of signature fields; a kind is inherited from the field above."""
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, Dictionary) else None
    left, found, seen = [(one, None) for one in _all(fields)], [], 0
    while left:
        (one, above), seen = left.pop(), seen + 1
        if seen > MOST_FIELDS:
            raise too_costly()
        if isinstance(one, Dictionary):
            kind = one.get("/FT", above)
            found += [one["/V"]] if str(kind) == "/Sig" and isinstance(one.get("/V"), Dictionary) else []
            left += [(each, kind) for each in _all(one.get("/Kids"))]
    return found


def _all(given: Any) -> list[Any]:
    return list(given) if isinstance(given, Array) else []


def _covered(signature: Dictionary, content: bytes) -> int:
    """Where the range of this signature ends; 0 when it is none."""
    try:
        begin, start, after, rest = (int(one) for one in signature.get("/ByteRange", ()))
        written = bytes(signature["/Contents"])
    except (TypeError, ValueError, KeyError):
        return 0
    if not (begin == 0 < start < after and after + rest <= len(content)):
        return 0
    gap = content[start:after]
    try:
        held = gap[:1] + gap[-1:] == b"<>" and bytes.fromhex(gap[1:-1].decode()) == written and _is_container(written)
    except ValueError:
        return 0
    return after + rest if held else 0


def _is_container(written: bytes) -> bool:
    """ContentInfo, its kind, SignedData with its version and its algorithms, of lengths that fit; zeros may follow."""
    outer = _inside(written, SEQUENCE)
    data = _inside(_inside(outer.removeprefix(SIGNED_DATA), OWN), SEQUENCE) if outer.startswith(SIGNED_DATA) else b""
    return data[:2] == bytes([INTEGER, 1]) and bool(_inside(data[3:], SET))


def _inside(content: bytes, tag: int) -> bytes:
    """What lies in the first element; of one without a length (BER) all that follows. ValueError when it is another."""
    if len(content) < len("TL") or content[0] != tag:
        raise ValueError("another element")
    start, length = 2, content[1]
    if length == LONG:
        return content[start:]
    if length > LONG:
        many = length - LONG
        start, length = start + many, int.from_bytes(content[start : start + many], "big")
        if many > MOST_LENGTH_BYTES:
            raise ValueError("no such length")
    if start + length > len(content):
        raise ValueError("cut short")
    return content[start : start + length]
