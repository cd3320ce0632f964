"""How much the streams of a PDF unpack to, in all: counted in small pieces, refused beyond a bound."""

import zlib

from pikepdf import Array, Name, Stream, StreamDecodeLevel

from shared.uploads.refusals import too_costly

MOST_INFLATED = 192 * 1024 * 1024
MOST_PIXELS = 60_000_000  # of one picture as it is declared
MOST_FILTERS, PIECE = 3, 1024 * 1024
FLATE = {"/FlateDecode", "/Fl"}
PACKERS = {*FLATE, "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
SPELLERS = {"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"}
PICTURES = {"/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"}
KNOWN = PACKERS | SPELLERS | PICTURES


class Weight:
    """The sum over one file."""

    def __init__(self) -> None:
        self.inflated = 0

    def add(self, stream: Stream) -> None:
        """Count one stream; a filter that nobody knows, or one packer over another, is not worth unpacking."""
        filters = _filters(stream)
        packers = [name for name in filters if name in PACKERS]
        if len(filters) > MOST_FILTERS or len(packers) > 1 or not KNOWN.issuperset(filters) or _pixels(stream):
            raise too_costly()
        if filters and filters[0] in FLATE:
            self._inflate(stream.read_raw_bytes())
        elif packers:
            self._count(len(stream.read_bytes(StreamDecodeLevel.specialized)))

    def _inflate(self, packed: bytes) -> None:
        machine = zlib.decompressobj()
        try:
            while packed and not machine.eof:
                self._count(len(machine.decompress(packed, PIECE)))
                packed = machine.unconsumed_tail
        except zlib.error:  # a reader shows what came before, and so much is counted
            return

    def _count(self, more: int) -> None:
        self.inflated += more
        if self.inflated > MOST_INFLATED:
            raise too_costly()


def _filters(stream: Stream) -> list[str]:
    given = stream.get("/Filter")
    if isinstance(given, Array):
        return [str(one) for one in given]
    return [str(given)] if isinstance(given, Name) else []


def _pixels(stream: Stream) -> bool:
    """Whether a picture says that it is larger than any page needs."""
    return int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS
