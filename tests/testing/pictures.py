"""Pictures for tests: small ones that are whole, and ones that lie about their size or break off."""

import base64
import io
import struct
import zlib

from PIL import Image

JPEG = base64.b64decode(  # 24 × 18 pixels
    "/9j/4AAQSkZJRgABAQEABAAEAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8yb"
    "qmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAS"
    "ABgDASIAAhEBAxEB/8QAGAABAQADAAAAAAAAAAAAAAAAAAECAwX/xAAjEAACAgAEBwEAAAAAAAAAAAAAAgEREiFRUgMTIjEyQZHR/8QAFgEBAQ"
    "EAAAAAAAAAAAAAAAAAAAEC/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8A6LLEtPU/lnk36bEnhpFriqdbkzwJtXXsOWmxfhhV"
    "ibi49goIAAAAAD//2Q=="
)
PDF = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    b"\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>\nendobj\nxref\n0 4\n"
    b"0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \n"
    b"trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n184\n%%EOF\n"
)
PNG_START, PNG_END = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"


def png(width: int = 30, height: int = 20, colour: bytes = b"\x99\xaa\xbb") -> bytes:
    """A plain picture of one colour."""
    return _png(width, height, zlib.compress((b"\x00" + colour * width) * height))


def bomb(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of that size."""
    return _png(width, height, zlib.compress(b"\x00" * 1000))


def broken_png() -> bytes:
    """Whole by its first and last bytes, with half of its picture cut away."""
    whole = png(200, 200)
    return whole[: len(whole) // 2] + PNG_END


def large(width: int, height: int) -> bytes:
    """A photo of that size, of one colour and really there."""
    made = io.BytesIO()
    Image.new("L", (width, height), 90).save(made, "JPEG", quality=30)
    return made.getvalue()


def jpeg_of(width: int, height: int, times: int = 1) -> bytes:
    """The small picture with another size in its frame, or with several frames."""
    at = JPEG.index(b"\xff\xc0")
    frame = JPEG[at : at + 19]
    own = frame[:5] + struct.pack(">HH", height, width) + frame[9:]
    return JPEG[:at] + own * times + JPEG[at + 19 :]


def _png(width: int, height: int, packed: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG_START + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + PNG_END


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
