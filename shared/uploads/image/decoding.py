"""Judges a picture by decoding all of it, and writes it anew where nothing but its pixels may go on."""

import io
from typing import Any, BinaryIO

from PIL import Image, ImageOps, MpoImagePlugin, PngImagePlugin

from shared.uploads.image.segments import jpeg_end, png_end
from shared.uploads.image.truncation import is_whole
from shared.uploads.refusals import damaged, too_costly

MOST_PIXELS = {"image/jpeg": 60_000_000, "image/png": 40_000_000}
MOST_ANEW = 16_000_000  # pixels of a picture that is written anew; a larger JPEG is halved while it is read
WRITING = {"image/jpeg": {"quality": 90}, "image/png": {"compress_level": 3}}
MOST_WORK = 600_000_000  # pixels times scans: each scan of a progressive JPEG passes over the whole picture
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
ENDS = {"image/jpeg": jpeg_end, "image/png": png_end}
PLAIN = {"image/jpeg": ("RGB", "L"), "image/png": ("RGB", "RGBA", "L", "LA", "1", "I;16")}
Image.MAX_IMAGE_PIXELS = None  # the table above decides, before anything is unpacked
PngImagePlugin.MAX_TEXT_CHUNK = 256 * 1024  # profiles and texts are unpacked no further
PngImagePlugin.MAX_TEXT_MEMORY = 1024 * 1024
Image.preinit()
assert MpoImagePlugin.MpoImageFile  # what a telephone with two lenses writes; it must be imported before the limits


def judged(file: BinaryIO, media: str, *, anew: bool) -> tuple[dict[str, Any], bytes]:
    """What the file is, and its pixels alone as a new file when they are wanted `anew`."""
    content = file.read()
    end, scans = ENDS[media](content)
    if not anew and content[end:].strip(b"\0\t\n\r ") and not _goes_on(content[end:], media):
        raise damaged("data di belakang gambar / data behind the picture")
    try:
        with Image.open(io.BytesIO(content[:end]), formats=[FORMATS[media]]) as picture:
            return _opened(picture, media, content[:end], scans, anew)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError):
        raise damaged() from None


def _goes_on(rest: bytes, media: str) -> bool:
    """A second picture of a telephone with two lenses, and pictures only."""
    while media == "image/jpeg" and rest.startswith(b"\xff\xd8\xff"):
        rest = rest[jpeg_end(rest)[0] :].lstrip(b"\0")
    return not rest


def _opened(picture: Image.Image, media: str, content: bytes, scans: int, anew: bool) -> tuple[dict[str, Any], bytes]:
    width, height = picture.size
    if width * height > MOST_PIXELS[media] or width * height * scans > MOST_WORK:
        raise too_costly()
    if media == "image/jpeg" and not is_whole(content, scans, picture.size):
        raise damaged()
    if not anew:
        picture.draft("RGB", (1, 1))  # every byte of a JPEG is read, an eighth of each side is made
        picture.load()
        return {"media": media, "width": width, "height": height}, b""
    clean = _clean(picture, media)
    made = io.BytesIO()
    clean.save(made, FORMATS[media], **WRITING[media])
    return {"media": media, "width": clean.width, "height": clean.height}, made.getvalue()


def _clean(picture: Image.Image, media: str) -> Image.Image:
    """The pixels, upright, in a plain mode, without anything that stood beside them."""
    width, height = picture.size
    if width * height > MOST_ANEW:
        picture.draft("RGB", (width // 2, height // 2))
    if picture.width * picture.height > MOST_ANEW:
        raise too_costly()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in PLAIN[media] or "transparency" in upright.info:
        upright = upright.convert("RGBA" if media == "image/png" and upright.has_transparency_data else "RGB")
    upright.info = {}
    return upright
