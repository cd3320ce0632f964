"""Which files a PDF may carry: data that nothing runs, told by name and by content."""

import re
from collections.abc import Callable

from pikepdf import Dictionary, Stream

from shared.uploads.refusals import Refusal, too_costly

MOST_FILES, MOST_BYTES = 10, 2 * 1024 * 1024
# Markup and scripts that a browser or a shell would run, whatever the file is called.
RUNS = re.compile(
    rb"^\s*#!|<\s*(script|html|svg|iframe|object|embed|!doctype\s+html|!entity)|javascript:", re.IGNORECASE
)


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def _begins(*letters: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(letters)


def _any(_: bytes) -> bool:
    return True


# By the ending of the name, which decides what opens the file at its reader's: how its content must begin.
INERT: dict[str, Callable[[bytes], bool]] = {
    "json": _begins(b"{", b"["),
    "xml": _begins(b"<"),
    "csv": _any,
    "txt": _any,
}


class Files:
    """The files of one PDF, checked as they are found."""

    def __init__(self) -> None:
        self.seen = 0

    def check(self, specification: Dictionary) -> None:
        """Every file that this specification names, under every name it gives."""
        names = [str(specification[key]) for key in ("/F", "/UF") if key in specification]
        for stream in specification["/EF"].values():
            if not isinstance(stream, Stream):
                raise _active(names)
            self.seen += 1
            if self.seen > MOST_FILES * 2:  # the same file stands under /F and /UF
                raise too_costly()
            content = stream.read_bytes()
            if len(content) > MOST_BYTES or not names or not all(_is_inert(name, content) for name in names):
                raise _active(names)


def _is_inert(name: str, content: bytes) -> bool:
    fits = INERT.get(name.rpartition(".")[2].lower())
    return bool(fits and fits(content) and _is_text(content) and not RUNS.search(content))


def _active(names: list[str]) -> Refusal:
    return Refusal("file-has-active-content", found=", ".join(names)[:80] or "/EF")
