"""Papers with a signature over them: what a reader needs in order to see one, and no key."""

from tests.bombs import TREE, pdf


def der(tag: int, *parts: bytes) -> bytes:
    inside = b"".join(parts)
    return bytes([tag, 0x82]) + len(inside).to_bytes(2, "big") + inside


OID = bytes.fromhex("06092a864886f70d010702")
CONTAINER = der(0x30, OID, der(0xA0, der(0x30, b"\x02\x01\x01", der(0x31, der(0x30, b"\x05\x00")))))


def signed(
    container: bytes, covered: int = 0, field: bytes = b"/FT /Sig", page: bytes = b"/MediaBox [0 0 9 9]"
) -> bytes:
    """A letter with a field of a signature over all but the last `covered` bytes, and with a name in it."""
    form = b"/AcroForm << /Fields [4 0 R] >> /Lang (Siti Marlina) /PieceInfo << /X (Siti Marlina) >> >>"
    value = b"<< /Type /Sig /ByteRange [0 0000000001 0000000002 0000000003] /Contents <" + container.hex().encode()
    bodies = [TREE[0].replace(b">>", form), TREE[1], b"<< /Type /Page /Parent 2 0 R " + page + b" >>"]
    made = pdf([*bodies, b"<< " + field + b" /T (a) /V 5 0 R >>", value + b"> >>"])
    start = made.index(b"/Contents <") + len(b"/Contents ")
    after = made.index(b">", start) + 1
    for mark, number in ((b"0000000001", start), (b"0000000002", after), (b"0000000003", len(made) - after - covered)):
        made = made.replace(b" " + mark, b" %010d" % number, 1)
    return made
