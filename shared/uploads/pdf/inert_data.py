"""Decides by its content whether an attached text is data and nothing else: no markup that runs, no formula."""

import json
import re
from typing import Any
from xml.parsers import expat

from shared.uploads.refusals import too_costly

# Markup and scripts that a browser or a shell would run, whatever the file is called and whatever prefix a name has.
RUNS = re.compile(
    r"^\s*#!|<\s*(?:[\w.-]+:)?(script|html|svg|iframe|object|embed|style|link|meta|base|form)\b|<!\s*(doctype|entity)"
    r"|<\?\s*xml-stylesheet|javascript:|vbscript:",
    re.IGNORECASE,
)
# A handler of events counts wherever it stands behind a tag: where a tag ends depends on how its reader takes quotes.
TAG, HANDLER = re.compile(r"<[a-z/!?]", re.IGNORECASE), re.compile(r"[\s/\"']on\w{3,30}+\s*+=", re.IGNORECASE)
# How a file of another kind begins, for whoever opens it by its content (WHATWG MIME Sniffing, section 7.1).
OTHERS = ("<", "%PDF", "%!", "{\\rtf", "MZ", "PK\x03", "GIF8", "Rar!", "#!", "@echo", "MIME-", "From ")
# Namespaces of data alone (invoices, measurement reports, signatures); all others are refused, for some reader draws,
# runs or fetches what stands in them.
NAMESPACES = re.compile(
    r"urn:(un:|iso:std:|oasis:names:specification:ubl:)|https://ptb\.de/(dcc|si)\b"
    r"|http://www\.w3\.org/(2001/XMLSchema(-instance)?|XML/1998/namespace|2000/09/xmldsig#)\Z"
    r"|http://uri\.etsi\.org/01903/"
)
# An address begins with its scheme; who reads one leaves out line breaks and tabs, and blanks before it (WHATWG URL).
SCHEME = re.compile(r"\A([a-z][a-z0-9+.-]*+):", re.IGNORECASE)
LEFT_OUT, BLANK = "\t\n\r", "".join(map(chr, range(0x21)))
SCHEMES = {"http", "https", "mailto", "tel", "urn"}
TYPE_OF = "http://www.w3.org/2001/XMLSchema-instance type"  # its value is a name with a prefix
# Before all cells: a line that says what separates them, and what begins a sheet of formulas of another kind (SYLK).
SHEETS = re.compile(r"\A[\s\"']*+(?:sep\s*+=|ID;)", re.IGNORECASE)
HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
# What a spreadsheet looks behind: quotes and blanks, but for those that separate cells and begin one of their own.
INVISIBLE = r"(?:[^\S\n\r\t]|[\"'\u200b-\u200f\u2028-\u202f\u2060\ufeff])*+"
CELL = re.compile(rf"(?:\A|[\n\r,;|\t]){INVISIBLE}([=+\-@\uff1d\uff0b\uff0d\uff20][^,;|\t\r\n]*+)")
# Amounts, telephone numbers, a dash for nothing.
NUMBER = re.compile(r"[-+]?+[\d\s.()/-]*+(?:[eE][-+]?+\d++)?+\s*+%?+")

# Each cell that begins with a sign and each attribute is looked at by itself, for some microseconds.
MOST_PARTS, SIGNS = 50_000, {"csv": "=+-@\uff1d\uff0b\uff0d\uff20", "xml": "="}


def is_data(ending: str, content: bytes) -> bool:
    """Whether a file with a name of this ending is what it says, and inert; a Refusal when it has too many parts."""
    fits = KINDS.get(ending)
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return False
    if sum(map(text.count, SIGNS.get(ending, ""))) > MOST_PARTS:
        raise too_costly()
    return bool(fits and "\0" not in text and not _runs(text) and fits(text))


def _runs(text: str) -> bool:
    tag = TAG.search(text)
    return bool(RUNS.search(text) or (tag and HANDLER.search(text, tag.end())))


def _json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _plain(text: str) -> bool:
    return not text.lstrip().lower().startswith(tuple(one.lower() for one in OTHERS))


def _table(text: str) -> bool:
    """No cell is a formula, for whoever takes the cells apart; a negative number is none."""
    if SHEETS.match(text) or HIDDEN.search(text):
        return False
    return _plain(text) and all(NUMBER.fullmatch(found[1].strip(" \"'")) for found in CELL.finditer(text))


class _Acts(Exception):
    pass


def _refuse(*_: Any) -> None:
    raise _Acts


def _xml(text: str) -> bool:
    """Well-formed, of namespaces of data, without a document type or an instruction to programs."""
    reader = expat.ParserCreate(namespace_separator=" ")
    reader.StartDoctypeDeclHandler = reader.ProcessingInstructionHandler = _refuse
    reader.StartNamespaceDeclHandler = lambda _, name: None if NAMESPACES.match(name or "urn:un:") else _refuse()
    reader.StartElementHandler = _check_element
    try:
        reader.Parse(text.encode(), True)
    except (expat.ExpatError, LookupError, ValueError, _Acts):
        return False
    return True


def _check_element(_: str, attributes: dict[str, str]) -> None:
    """References to characters are resolved here, so that no spelling hides an address."""
    for name, value in attributes.items():
        scheme = SCHEME.match(value.translate(dict.fromkeys(map(ord, LEFT_OUT))).lstrip(BLANK))
        if _runs(value) or (scheme and name != TYPE_OF and scheme[1].lower() not in SCHEMES):
            raise _Acts


# By the ending of the name, which decides what opens the file at its reader's.
KINDS = {"json": _json, "xml": _xml, "csv": _table, "txt": _plain}
MEDIA = {"text/plain", "text/csv", "text/xml", "application/xml", "application/json", "application/octet-stream"}
