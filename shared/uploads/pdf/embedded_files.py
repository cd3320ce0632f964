"""Which files a PDF may carry: data that nothing runs, told by name and by content."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pikepdf import Dictionary, Name, Stream

from shared.uploads.pdf.inert_data import MEDIA, is_data
from shared.uploads.refusals import Refusal, too_costly

MOST_FILES, MOST_BYTES = 10, 2 * 1024 * 1024
NAMES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
# Of a file in this folder, and no letter that shows a name otherwise than it is.
NAME = re.compile(r"[^\x00-\x1f\x7f/\\\\:\u200b-\u200f\u2028-\u202e\u2066-\u2069]{1,200}")


class Files:
    """The files of one PDF, checked as they are found."""

    def __init__(self) -> None:
        self.seen = 0
        self.judged: set[tuple[int, int]] = set()

    def check_streams(self, streams: Iterable[Stream]) -> None:
        """Refuse the content of a file that no specification names: nobody knows what its reader would call it."""
        if any(one.get("/Type") == Name.EmbeddedFile and one.objgen not in self.judged for one in streams):
            raise _active([])

    def check(self, specification: Mapping[str, Any]) -> None:
        """Every file that this specification names, under every name it gives."""
        names = [str(specification[key]) for key in NAMES if key in specification]
        files = specification.get("/EF")
        for stream in files.values() if isinstance(files, Dictionary) else [files]:
            if not isinstance(stream, Stream):
                raise _active(names)
            self.seen += 1
            if self.seen > MOST_FILES * 2:  # the same file stands under /F and /UF
                raise too_costly()
            self.judged.add(stream.objgen)
            content = stream.read_bytes()
            named = bool(names) and str(stream.get("/Subtype", "/text/plain"))[1:].lower() in MEDIA
            if len(content) > MOST_BYTES or not named or not all(_is_inert(name, content) for name in names):
                raise _active(names)


def is_specification(entries: Mapping[str, Any]) -> bool:
    """Also one that holds no file: it stands for one that lies elsewhere."""
    return "/EF" in entries or entries.get("/Type") in (Name.Filespec, Name.F)


def _is_inert(name: str, content: bytes) -> bool:
    return bool(NAME.fullmatch(name)) and is_data(name.rpartition(".")[2].lower(), content)


def _active(names: list[str]) -> Refusal:
    return Refusal("file-has-active-content", found=", ".join(names)[:80] or "/EF")
