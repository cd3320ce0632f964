"""Tells whether what follows a signed revision of a PDF is material of long-term validation (PAdES B-LT) and no more.

Both revisions are read. Every object of the signed one must still be as it was, but for the catalogue's entries below
and for what a writer notes of its own work; every new one must belong to the /DSS, and nothing else may refer to it.
"""

import io
import re
from typing import Any

import pikepdf
from pikepdf import AccessMode, Array, Dictionary, Name, Object, Stream

Id = tuple[int, int]
ADDED = ("/DSS", "/Extensions")
NOTED = ("/ModDate", "/Producer")  # in the document information; in the metadata of the catalogue writers note the same
STORE, MATERIAL = (
    {"/Type", "/VRI", "/Certs", "/OCSPs", "/CRLs"},
    {"/Certs", "/OCSPs", "/CRLs", "/Cert", "/OCSP", "/CRL"},
)
OF_ONE = MATERIAL | {"/Type", "/TU", "/TS"}  # an entry of /VRI
PACKING, METADATA = {"/Length", "/Filter"}, {"/Length", "/Type", "/Subtype"}
WRITERS_OWN = (Name.XRef, Name.ObjStm)
REFERENCE = re.compile(rb"(?<![0-9])([0-9]{1,10}+) ([0-9]{1,5}+) R\b")


def only_validates(pdf: pikepdf.Pdf, revision: bytes) -> bool:
    """Whether `pdf` is this revision and what proves its signature later on."""
    how = {"access_mode": AccessMode.stream, "attempt_recovery": False, "suppress_warnings": True}
    try:
        with pikepdf.open(io.BytesIO(revision), **how) as before:
            store = _Store(pdf.Root.get("/DSS"))
            return store.sound and _unchanged(before, pdf, store.held | _metadata(pdf))
    except pikepdf.PdfError:
        return False


class _Store:
    """The ids of what a /DSS holds, and whether it holds certificates, lists and answers only."""

    def __init__(self, store: Object | None) -> None:
        self.held: set[Id] = set()
        self.sound = self._table(store, STORE) and all(
            self._table(one, OF_ONE) for one in self._values(store.get("/VRI", Dictionary()))
        )

    def _table(self, one: Any, keys: set[str]) -> bool:
        self._note(one)
        return isinstance(one, Dictionary) and keys.issuperset(one.keys()) and all(map(self._list, one.items()))

    def _list(self, entry: tuple[str, Any]) -> bool:
        key, value = entry
        self._note(value)
        if key == "/TS":
            return self._stream(value)
        streams = value if key in MATERIAL and isinstance(value, Array) else []
        return (key not in MATERIAL or isinstance(value, Array)) and all(self._stream(one) for one in streams)

    def _stream(self, one: Any) -> bool:
        self._note(one)
        return isinstance(one, Stream) and PACKING.issuperset(one.stream_dict.keys())

    def _values(self, one: Any) -> list[Any]:
        self._note(one)
        return list(one.values()) if isinstance(one, Dictionary) else [None]

    def _note(self, one: Any) -> None:
        if isinstance(one, Object) and one.is_indirect:
            self.held.add(one.objgen)


def _metadata(pdf: pikepdf.Pdf) -> set[Id]:
    found = pdf.Root.get("/Metadata")
    return {found.objgen} if isinstance(found, Stream) and METADATA.issuperset(found.stream_dict.keys()) else set()


def _unchanged(before: pikepdf.Pdf, after: pikepdf.Pdf, free: set[Id]) -> bool:
    """Whether nothing but what is `free` differs, and nothing but the catalogue refers to that."""
    old, new = _written(before), _written(after)
    named = {
        (int(one[0]), int(one[1]))
        for id, content in new.items()
        if id not in free
        for one in REFERENCE.findall(content)
    }
    return not free & named and all(id in free or old.get(id) == new.get(id) for id in {*old, *new})


def _written(pdf: pikepdf.Pdf) -> dict[Id, bytes]:
    """What stands in each object; of catalogue and document information what may not change, under their names."""
    found = {one.objgen: _bytes(one) for one in pdf.objects if not _is_writers_own(one)}
    for key, left_out, place in (("/Root", (*ADDED, "/Metadata"), (-1, 0)), ("/Info", NOTED, (-2, 0))):
        one = pdf.trailer.get(key, Dictionary())
        found.pop(one.objgen, None)
        found[place] = _entries(one, left_out)
    found[-3, 0] = repr(sorted(_metadata(pdf))).encode()
    return found


def _bytes(one: Object) -> bytes:
    if isinstance(one, Stream):
        return one.stream_dict.unparse() + one.read_raw_bytes()
    return one.unparse(resolved=True)


def _is_writers_own(one: Object) -> bool:
    return isinstance(one, Stream) and one.get("/Type") in WRITERS_OWN


def _entries(one: Dictionary, left_out: tuple[str, ...]) -> bytes:
    return repr([(key, _said(value)) for key, value in sorted(one.items()) if key not in left_out]).encode()


def _said(value: Any) -> Any:
    return value.unparse() if isinstance(value, Object) else value
