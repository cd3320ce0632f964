"""Takes out of a PDF what tells of its maker: document information, metadata, notes of programs, data of cameras."""

import io

import pikepdf
from pikepdf import Name, Stream

from shared.uploads.chunks import jpeg_bare

TELLING = ("/Metadata", "/PieceInfo", "/LastModified")


def bare(pdf: pikepdf.Pdf) -> bytes:
    """The same pages, written anew; twice the same file gives twice the same bytes."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for one in pdf.objects:
        if isinstance(one, Stream | pikepdf.Dictionary):
            _strip(one)
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True, fix_metadata_version=False, compress_streams=False)
    return made.getvalue()


def _strip(one: Stream | pikepdf.Dictionary) -> None:
    """Also inside a compressed picture, where the camera's data lie as they lie in a JPEG."""
    for name in TELLING:
        if name in one:
            del one[name]
    if isinstance(one, Stream) and one.get("/Filter") == Name.DCTDecode:
        plain = jpeg_bare(one.read_raw_bytes())
        one.write(plain, filter=Name.DCTDecode, decode_parms=one.get("/DecodeParms"))
