"""Turns a typst template and plain data into a PDF/A-3b, byte for byte the same for the same input."""

import io
import json
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import segno
import typst

from shared.pdf.printable import FONTS, printable

ROOT = Path(__file__).parents[2]  # templates say `#import "/shared/pdf/paper.typ": *`
PROBE = b'#image(bytes(sys.inputs.svg), format: "svg", width: 10mm)'
_mine = threading.local()  # a typst compiler serves one thread at a time; the fonts are read once for all


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the PDF (PDF/A-3, relationship Data)."""

    name: str
    content: bytes
    media_type: str = "application/json"
    description: str = ""


def draw(template: Path, data: dict, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """The PDF of `template` filled with `data`.

    Data reaches typst as JSON, so texts stay texts and are never read as markup or code. Dates and decimals may be
    given as such. The template dates the document from the data, never from the clock.
    """
    files = [
        {
            "name": a.name,
            "content": list(a.content),
            "media_type": a.media_type,
            "description": a.description or a.name,
        }
        for a in attachments
    ]
    inputs = {"data": json.dumps(printable(data), default=str), "attachments": json.dumps(files)}
    return _compiler().compile(template, format="pdf", sys_inputs=inputs, pdf_standards=["a-3b"], timestamp=0)


def can_draw(svg: str) -> bool:
    """Whether the engine can show a picture from outside; one that it cannot read must not cost a whole paper."""
    try:
        _compiler().compile(PROBE, format="pdf", sys_inputs={"svg": svg}, pdf_standards=["a-3b"], timestamp=0)
    except typst.TypstError:
        return False
    return True


def qr_svg(text: str) -> str:
    """A QR code of `text` (level M, quiet zone included) as SVG that a template can show."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(
        picture, kind="svg", xmldecl=False, svgns=True, border=4, omitsize=True
    )
    return picture.getvalue().decode()


def _compiler() -> typst.Compiler:
    if not hasattr(_mine, "compiler"):
        _mine.compiler = typst.Compiler(root=ROOT, font_paths=_fonts(), ignore_system_fonts=True)
    return _mine.compiler


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
