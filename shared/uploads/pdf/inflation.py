"""How much the streams of a PDF unpack to, in all: counted in small pieces, refused beyond a bound."""

import re
import zlib

from pikepdf import Array, Dictionary, Name, Stream, StreamDecodeLevel

from shared.uploads.pdf.name_spellings import spelt
from shared.uploads.refusals import too_costly

MOST_INFLATED, MOST_PACKED = 192 * 1024 * 1024, 64 * 1024 * 1024  # in all; in object streams, which are read at once
OBJECTS = re.compile(spelt("/ObjStm") + rb"|\bstream\r?\n")
NAMES = (b"/", b" R", b"\nR", b"\rR", b"\tR")
MOST_NAMES = 300_000  # and references: each is kept, written and searched; a paper of 300 pages has half as many
BEGINS, MOST_STREAMS = re.compile(rb"\bstream\r?\n"), 20_000
MOST_OBJECT_STREAMS = 5_000  # writers put a hundred objects and more into each
# Of what is no picture, which is unpacked and searched as a drawing: each row of a predictor costs as much as so many
# bytes. LZW is unpacked letter by letter, and nobody writes it any more.
MOST_DRAWN, ROW, MOST_LZW = 24 * 1024 * 1024, 16, 2 * 1024 * 1024
LZW = {"/LZWDecode", "/LZW"}
MOST_PIXELS = 60_000_000  # of one picture as it is declared
MOST_FILTERS, PIECE, BITE = 3, 1024 * 1024, 64 * 1024
FLATE = {"/FlateDecode", "/Fl"}
PACKERS = {*FLATE, "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
SPELLERS = {"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"}
PICTURES = {"/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"}
DCT = {"/DCTDecode", "/DCT"}
CAMERA = {*DCT, "/JPXDecode"}  # pictures that carry what the camera wrote
KNOWN = PACKERS | SPELLERS | PICTURES


class Weight:
    """The sum over one file."""

    def __init__(self, most: int = MOST_INFLATED, most_names: int = 0) -> None:
        """`most_names`: of what is read as objects; 0 where nothing is."""
        self.inflated, self.most, self.names, self.most_names = 0, most, 0, most_names
        self.drawn = self.lzw = 0

    def add_packed(self, content: bytes) -> None:
        """Count the object streams before anybody reads an object: whoever reads one unpacks them.

        One that says its type elsewhere is not found here; for that there are the bounds on CPU and memory.
        """
        self._name(content)
        view, seen, named = memoryview(content), 0, False
        if sum(1 for _ in BEGINS.finditer(content)) > MOST_STREAMS:
            raise too_costly()
        for found in OBJECTS.finditer(content):
            if not named or found[0].startswith(b"/"):
                named = named or found[0].startswith(b"/")
                continue
            named, seen = False, seen + 1
            if seen > MOST_OBJECT_STREAMS:
                raise too_costly()
            self._inflate(view[found.end() :])

    def add(self, stream: Stream) -> None:
        """Count one stream; a filter that nobody knows, or one packer over another, is not worth unpacking."""
        filters = filters_of(stream)
        packers = [name for name in filters if name in PACKERS]
        if len(filters) > MOST_FILTERS or len(packers) > 1 or not KNOWN.issuperset(filters) or _pixels(stream):
            raise too_costly()
        if packers and packers[0] not in FLATE and filters[-1] in PICTURES:
            raise too_costly()  # nobody packs a picture and spells it
        before = self.inflated
        if filters and filters[0] in FLATE:
            self._inflate(stream.read_raw_bytes())
        elif packers:
            self._unpack(stream, LZW.issuperset(packers))
        if not is_picture(stream):
            self._draw(max(self.inflated - before, len(stream.read_raw_bytes())) * _rows(stream))

    def _unpack(self, stream: Stream, slowly: bool) -> None:
        """Bounded before it is unpacked: a row of a predictor and a letter of LZW cost more than what comes of them."""
        raw = len(stream.read_raw_bytes())
        self.lzw += raw if slowly else 0
        if self.lzw > MOST_LZW or raw * _rows(stream) > MOST_DRAWN:
            raise too_costly()
        self._count(stream.read_bytes(StreamDecodeLevel.specialized))

    def _draw(self, more: int) -> None:
        self.drawn += more
        if self.drawn > MOST_DRAWN:
            raise too_costly()

    def _inflate(self, packed: bytes | memoryview) -> None:
        machine = zlib.decompressobj()
        try:
            for at in range(0, len(packed), BITE):
                left = packed[at : at + BITE]
                while left and not machine.eof:
                    self._count(machine.decompress(left, PIECE))
                    left = machine.unconsumed_tail
                if machine.eof:
                    return
        except zlib.error:  # a reader shows what came before, and so much is counted
            return

    def _count(self, more: bytes) -> None:
        self.inflated += len(more)
        if self.inflated > self.most:
            raise too_costly()
        if self.most_names:
            self._name(more)

    def _name(self, read: bytes) -> None:
        self.names += sum(map(read.count, NAMES))
        if self.names > self.most_names:
            raise too_costly()


def filters_of(stream: Stream) -> list[str]:
    given = stream.get("/Filter")
    if isinstance(given, Array):
        return [str(one) for one in given]
    return [str(given)] if isinstance(given, Name) else []


def is_picture(stream: Stream) -> bool:
    """Whether it is unpacked by nobody here: a picture that says its size."""
    return stream.get("/Subtype") == Name.Image and stream.get("/Width") is not None


def _rows(stream: Stream) -> int:
    """How many times more than its bytes a stream costs for the rows of its predictor."""
    given = stream.get("/DecodeParms", stream.get("/DP"))
    return max((_row(one) for one in given), default=1) if isinstance(given, Array) else _row(given)


def _row(wanted: object) -> int:
    if not isinstance(wanted, Dictionary) or int(wanted.get("/Predictor", 1)) == 1:
        return 1
    bits = int(wanted.get("/Columns", 1)) * int(wanted.get("/Colors", 1)) * int(wanted.get("/BitsPerComponent", 8))
    return 1 + ROW // max(1, bits // 8)


def _pixels(stream: Stream) -> bool:
    """Whether a picture says that it is larger than any page needs."""
    return int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS
