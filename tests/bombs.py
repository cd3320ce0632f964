"""Small files that cost much to open, made by this script: `python -m tests.bombs` offers each and says what it took.

It is a process of its own because the memory that the kernel counts for a child begins with that of its parent.
"""

import base64
import json
import struct
import sys
import zlib
from collections.abc import Callable, Iterable

from tests.testing.pictures import JPEG, chunk

PDF, PICTURE, PHOTO = "surat.pdf", "gambar.png", "foto.jpg"
MEDIA = {PDF: "application/pdf", PICTURE: "image/png", PHOTO: "image/jpeg"}
TREE = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"
PAGES = [*TREE, PAGE]
MEGABYTE = 1024 * 1024


def deflated(megabytes: int, times: int = 1, fill: bytes = b" ") -> bytes:
    """So much blank space, packed so many times over."""
    machine, piece = zlib.compressobj(9), fill * MEGABYTE
    packed = b"".join([*(machine.compress(piece) for _ in range(megabytes)), machine.flush()])
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return packed


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< " + entries + b" /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"


def _body(bodies: Iterable[bytes]) -> tuple[bytes, list[int]]:
    written, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    return bytes(written), offsets


def pdf(bodies: Iterable[bytes], trailer: bytes = b"") -> bytes:
    """A PDF with these objects, the first of them its catalogue."""
    written, offsets = _body(bodies)
    size = len(offsets) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer\n<< /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(written))
    return written + table + tail


def crossed(bodies: list[bytes], packed: Iterable[tuple[int, int, int]] = (), entries: bytes = b"") -> bytes:
    """A PDF with a cross-reference stream; `packed` are the rows of objects that lie in object streams."""
    written, offsets = _body(bodies)
    rows = [(0, 0, 255), *((1, offset, 0) for offset in offsets), *packed, (1, len(written), 0)]
    head = b"/Type /XRef /W [1 4 4] /Root 1 0 R /Size %d " % len(rows)
    own = stream(b"".join(struct.pack(">BII", *row) for row in rows), head + entries)
    return written + b"%d 0 obj\n" % (len(rows) - 1) + own + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(written)


def objects(packed: bytes, count: int, first: int, entries: bytes = b"") -> bytes:
    """An object stream."""
    head = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode " % (count, first)
    return stream(packed, head + entries)


def page(packed: bytes, filters: bytes, entries: bytes = b"") -> bytes:
    """One page with this stream on it."""
    drawn = PAGE.replace(b">>", b"/Contents 4 0 R >>")
    return pdf([*TREE, drawn, stream(packed, b"/Filter " + filters + entries)])


def packed_object_streams() -> bytes:
    """A hundred streams of 15 MB, each with one object in it."""
    numbers, blank = range(104, 204), " " * 15 * MEGABYTE
    held = [objects(zlib.compress(b"%d 0 %s1" % (n, blank.encode())), 1, len(b"%d 0 " % n)) for n in numbers]
    return crossed([*PAGES, *held], [(2, n - 100, 0) for n in numbers])


def half_a_million_objects() -> bytes:
    numbers = b"".join(b"%d %d " % (5 + n, 2 * n) for n in range(500_000))
    held = objects(zlib.compress(numbers + b"1 " * 500_000), 500_000, len(numbers))
    return crossed([*PAGES, held], [(2, 4, n) for n in range(500_000)])


def a_table_in_a_circle() -> bytes:
    plain = pdf(PAGES)
    return plain.replace(b"/Size 4 ", b"/Size 4 /Prev %d" % plain.index(b"xref\n0"))


def long_lzw() -> bytes:
    """A run of zeros: each code stands for one zero more than the one before."""
    codes = [
        (0, 9),
        *((code, 9 + (code > 510) + (code > 1022) + (code > 2046)) for code in range(258, 4093)),
        (256, 12),
    ]
    bits = format(256, "09b") + "".join(format(code, f"0{width}b") for code, width in codes) * 40
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def png(width: int, height: int, packed: bytes, *beside: bytes, depth: int = 8) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, 2 if depth == 8 else 0, 0, 0, 0)
    chunks = [chunk(b"IHDR", head), *beside, chunk(b"IDAT", packed), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def small(*beside: bytes) -> bytes:
    return png(9, 9, zlib.compress(bytes(28 * 9)), *beside)


def jpeg(*segments: bytes, size: tuple[int, int] = (24, 18), scans: int = 1) -> bytes:
    """The small picture with more in front of it, of another size, or told in many scans."""
    at, start = JPEG.index(b"\xff\xc0"), JPEG.index(b"\xff\xda")
    frame = JPEG[at : at + 5] + struct.pack(">HH", size[1], size[0]) + JPEG[at + 9 : start]
    return JPEG[:2] + b"".join(segments) + JPEG[2:at] + frame + JPEG[start:-2] * scans + JPEG[-2:]


def attaching(name: bytes, content: bytes) -> bytes:
    """A page with this file attached."""
    file = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 5 0 R >> >>" % (name, name)
    tree = TREE[0].replace(b">>", b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >> >>")
    return pdf([tree, TREE[1], PAGE, file, stream(zlib.compress(content), b"/Filter /FlateDecode")])


def many_object_streams() -> bytes:
    """Each as small as can be, in front of much that is read again for each."""
    return pdf(PAGES).replace(b"trailer", (b"/ObjStm stream\n" + zlib.compress(b"")) * 150_000 + b"\ntrailer", 1)


def named(each: bytes, count: int) -> bytes:
    """A page whose fonts are this many."""
    fonts = b" ".join(each % number for number in range(count))
    return pdf([*TREE, PAGE.replace(b">>", b"/Resources << /Font << " + fonts + b" >> >> >>")])


def doubled(next: int) -> bytes:
    """A node of the page tree that holds another one at two places."""
    return b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 2 >>" % (next, next)


METADATA = b"/Type /Metadata /Subtype /XML /Filter /FlateDecode"
ROWS = b"/DecodeParms << /Predictor 15 /Columns 1 >>"
BITS = b"/DecodeParms [<< /Predictor 2 /Columns 1 /Colors 1 /BitsPerComponent 1 >>]"
WIDE = b"/DecodeParms << /Predictor 12 /Columns 2000000000 >>"
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a hundred packed object streams": (PDF, packed_object_streams),
    "a hundred object streams that spell their name": (
        PDF, lambda: packed_object_streams().replace(b"/ObjStm", b"/Ob#6aStm"),
    ),
    "a hundred thousand object streams": (PDF, many_object_streams),
    "a table of blanks with a sign": (PDF, lambda: attaching(b"a.csv", b"a\n-" + b" " * 1_900_000 + b"x")),
    "a table of a million dashes": (PDF, lambda: attaching(b"a.csv", b"-," * 900_000)),
    "a table of a million signs": (PDF, lambda: attaching(b"a.csv", b"+\n" * 900_000)),
    "an element of many attributes": (
        PDF, lambda: attaching(b"a.xml", b"<a %s/>" % b" ".join(b'a%d=""' % number for number in range(150_000))),
    ),
    "half a million objects": (PDF, half_a_million_objects),
    "two billion objects": (PDF, lambda: crossed(PAGES, (), b"/Index [0 2000000000]")),
    "a table in a circle": (PDF, a_table_in_a_circle),
    "pages in a circle": (PDF, lambda: pdf([TREE[0], TREE[1].replace(b"3 0 R", b"2 0 R"), PAGE])),
    "a page of 2 GB": (PDF, lambda: page(deflated(2000), b"/FlateDecode")),
    "a page packed three times": (PDF, lambda: page(deflated(2000, 3), b"[/FlateDecode /FlateDecode /FlateDecode]")),
    "a page packed and spelt": (
        PDF, lambda: page(base64.a85encode(deflated(900)) + b"~>", b"[/ASCII85Decode /FlateDecode]"),
    ),
    "a page of runs": (PDF, lambda: page(b"\x81 " * 4_500_000 + b"\x80", b"/RunLengthDecode")),
    "a page of LZW": (PDF, lambda: page(long_lzw(), b"/LZWDecode")),
    "a page of rows of one byte": (PDF, lambda: page(deflated(110, 1, b"\2\1"), b"/FlateDecode", ROWS)),
    "a page of rows of one bit": (PDF, lambda: page(deflated(90, 1, b"\2"), b"/FlateDecode", BITS)),
    "a page of rows of runs": (PDF, lambda: page(b"\x81\2" * 500_000 + b"\x80", b"/RunLengthDecode", ROWS)),
    "a page of short LZW": (PDF, lambda: page(b"\x80\0" * 4_500_000, b"/LZWDecode")),
    "a drawing of 60 MB": (PDF, lambda: page(deflated(8, 1, b"BI /F /"), b"/FlateDecode")),
    "an unknown filter": (PDF, lambda: page(b"x", b"/Wonder")),
    "a picture as wide as a town": (PDF, lambda: page(b"x", b"/DCTDecode", b"/Width 100000 /Height 100000")),
    "packed metadata": (PDF, lambda: pdf([*PAGES, stream(deflated(900), METADATA)])),
    "deep nesting": (PDF, lambda: pdf([*PAGES, b"[" * 100_000 + b"]" * 100_000])),
    "deep nesting in a packed object": (
        PDF, lambda: crossed([*PAGES, objects(zlib.compress(b"5 0 " + b"[" * 900_000), 1, 4)], [(2, 4, 0)]),
    ),
    "a predictor as wide as the memory": (
        PDF, lambda: crossed([*PAGES, objects(zlib.compress(b"5 0 null"), 1, 4, WIDE)], [(2, 4, 0)]),
    ),
    "a page of four hundred thousand names": (PDF, lambda: named(b"/K%06d 1 0 R", 400_000)),
    "an action among a million references": (PDF, lambda: pdf([*PAGES, b"[<</A 1>>" + b" 3 0 R" * 1_400_000 + b"]"])),
    "an action among references spelt otherwise": (
        PDF, lambda: pdf([*PAGES, b"[<</A 1>>" + b" 3 0\nR" * 1_400_000 + b"]"]),
    ),
    "one page at four hundred thousand places": (
        PDF, lambda: pdf([TREE[0], TREE[1].replace(b"3 0 R", b"3 0\nR " * 400_000), PAGE]),
    ),
    "pages that name the next ones twice": (PDF, lambda: pdf([TREE[0], *map(doubled, range(3, 43)), PAGE])),
    "many small things that act": (PDF, lambda: pdf([*PAGES, *[b"<</A 1>>"] * 160_000])),
    "many small streams": (PDF, lambda: pdf([*PAGES, *[stream(b"")] * 70_000])),
    "a billion pixels": (PICTURE, lambda: png(40_000, 25_000, zlib.compress(bytes(1000)))),
    "a billion pixels that are there": (PICTURE, lambda: png(32_000, 32_000, deflated(123, 1, b"\0"), depth=1)),
    "a packed profile": (PICTURE, lambda: small(chunk(b"iCCP", b"p\0\0" + deflated(1000)))),
    "many packed profiles": (PICTURE, lambda: small(chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(250_000))) * 4999)),
    "a packed text": (PICTURE, lambda: small(chunk(b"zTXt", b"t\0\0" + deflated(1000)))),
    "half a million chunks": (PICTURE, lambda: small(chunk(b"teXt", b"") * 500_000)),
    "four billion pixels": (PHOTO, lambda: jpeg(size=(65_500, 65_500))),
    "a hundred thousand segments": (PHOTO, lambda: jpeg(b"\xff\xe1\x00\x04ab" * 100_000)),
    "ten thousand scans": (PHOTO, lambda: jpeg(scans=10_000, size=(7000, 7000))),
}  # fmt: skip

# What costs little to open and much to search carelessly: taken, within the same bounds.
HARMLESS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing special": (PDF, lambda: pdf(PAGES)),
    "a text of signs of less": (PDF, lambda: attaching(b"a.txt", b"x " + b"< on" * 400_000)),
    "a table of empty lines": (PDF, lambda: attaching(b"a.csv", b"a" + b"\n" * 1_900_000)),
    "a page of beginnings of pictures": (PDF, lambda: page(zlib.compress(b"BI " * 3_000_000), b"/FlateDecode")),
}


def offered() -> dict[str, dict[str, float | str]]:
    """Each with the code of its refusal (empty: it was taken), the seconds and the bytes that its child used."""
    from shared.uploads import sandbox

    told = {}
    for name, (file, make) in {**HARMLESS, **BOMBS}.items():
        content = make()
        report = sandbox.look_into(content, MEDIA[file], anew=True, caller="")
        code = "file-too-costly" if report.said is None else report.said.get("code", "")
        told[name] = {"code": code, "size": len(content), "cpu": report.cpu, "memory": report.memory}
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(offered()))
