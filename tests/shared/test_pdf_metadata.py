"""What tells of a sender leaves a PDF wherever it lies, or the PDF is refused; what is signed keeps its bytes."""

import base64
import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from shared.errors import Invalid
from shared.uploads.acceptance import Offer, accept
from shared.uploads.image.segments import jpeg_bare
from shared.uploads.pdf.jpeg2000 import jpx_bare
from tests.bombs import page
from tests.shared.signatures import CONTAINER, signed
from tests.specimens import MARKERS, PDF, letter, noted, of_a_camera, with_a_photo

Change = Callable[[pikepdf.Pdf], object]
WHO = "Siti Marlina"


def cleaned(content: bytes) -> bytes:
    return accept(Offer(content, "surat.pdf", PDF), anew=True).content


def telling(content: bytes) -> list[bytes]:
    """The marks that can be read in a file, also in what is packed in it."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        streams = [one for one in opened.objects if isinstance(one, Stream)]
        inside = [one.read_bytes() for one in streams if "/DCT" not in repr(one.get("/Filter"))]
        held = b"\n".join([content, *(one.read_raw_bytes() for one in streams), *inside])
    return [mark for mark in MARKERS if mark in held]


def photo(names: list[str], wrap: Callable[[bytes], bytes], **more: object) -> Change:
    def change(made: pikepdf.Pdf) -> None:
        one = Stream(made, wrap(of_a_camera()), Type=Name.XObject, Subtype=Name.Image, **more)
        one.Filter = Array([Name(name) for name in names])
        one.Width, one.Height, one.BitsPerComponent, one.ColorSpace = 40, 30, 8, Name.DeviceRGB
        made.pages[0].Resources = Dictionary(XObject=Dictionary(Im=one))

    return change


def entry(place: Callable[[pikepdf.Pdf], Dictionary], key: str, value: object) -> Change:
    return lambda made: place(made).__setitem__(key, value)


def root(made: pikepdf.Pdf) -> Dictionary:
    return made.Root


def sheet(made: pikepdf.Pdf) -> Dictionary:
    return made.pages[0].obj


NOTE = {"T": String(WHO), "Contents": String(WHO), "NM": String(WHO), "Subj": String(WHO)}
FIELD = Dictionary(FT=Name.Sig, T=String("a"), V=Dictionary(ByteRange=Array([0, 1, 2, 3]), Name=String(WHO)))
TELLING: dict[str, Change] = {
    "a photo": with_a_photo,
    "a photo in a list of filters": photo(["/DCTDecode"], bytes),
    "a packed photo": photo(["/FlateDecode", "/DCTDecode"], zlib.compress),
    "a spelt photo": photo(["/ASCIIHexDecode", "/DCT"], lambda one: one.hex().encode() + b">"),
    "a photo spelt in letters": photo(["/ASCII85Decode", "/DCTDecode"], lambda one: base64.a85encode(one) + b"~>"),
    "a note": noted("/Text", **NOTE),
    "a note in the page itself": lambda made: sheet(made).__setitem__(
        "/Annots", Array([Dictionary(Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), **NOTE)])
    ),
    "a small picture of the page": entry(sheet, "/Thumb", String(WHO)),
    "notes of a program": entry(sheet, "/PieceInfo", Dictionary(X=Dictionary(Private=String(WHO)))),
    "metadata of a part": entry(
        sheet, "/Resources", Dictionary(Properties=Dictionary(M=Dictionary(Metadata=String(WHO))))
    ),
    "the maker of a layer": entry(
        root, "/X", Dictionary(Usage=Dictionary(CreatorInfo=Dictionary(Creator=String(WHO))))
    ),
    "the author of an article": entry(root, "/Threads", Array([Dictionary(F=1, I=Dictionary(Author=String(WHO)))])),
    "a signature that covers nothing": entry(root, "/AcroForm", Dictionary(Fields=Array([FIELD]))),
}


@pytest.mark.parametrize("name", TELLING)
def test_nothing_in_a_letter_tells_of_its_maker_wherever_it_lies(name):
    sent = letter(TELLING[name])

    taken = cleaned(sent)

    assert telling(sent) or "photo" in name
    assert telling(taken) == []
    assert taken == cleaned(sent)


UNCLEAN = {
    "a photo in the middle of a drawing": page(b"q BI /W 1 /H 1 /F /DCT ID x EI Q", b"[]"),
    "a packed photo in a drawing": page(zlib.compress(b"BI /W 1 /F [/Fl /DCT] ID x EI"), b"/FlateDecode"),
    "a photo in a drawing spelt otherwise": page(b"BI /W 1 /F /D#43T ID x EI", b"[]"),
    "a photo below another filter": page(b"x", b"[/DCTDecode /ASCIIHexDecode]"),
    "a photo of no known kind": page(b"x", b"/JPXDecode", b" /Subtype /Image /Width 1 /Height 1"),
}


@pytest.mark.parametrize("name", UNCLEAN)
def test_what_cannot_be_cleaned_is_refused_and_evidence_is_not_cleaned(name):
    with pytest.raises(Invalid, match="file-tells-of-its-maker|unreadable-file"):
        cleaned(UNCLEAN[name])
    assert accept(Offer(UNCLEAN[name], "surat.pdf", PDF), anew=False).content == UNCLEAN[name]


def test_a_letter_with_a_signature_over_all_of_it_keeps_its_bytes():
    for container in (CONTAINER, CONTAINER + bytes(90)):
        assert cleaned(signed(container)) == signed(container)


@pytest.mark.parametrize("sent", [
    letter(with_a_photo).replace(b"%%EOF", b"% /ByteRange [0 1 2 3]\n%%EOF"),
    signed(b"no container at all"),
    signed(CONTAINER[:-1]),
    signed(CONTAINER, covered=6),
    signed(CONTAINER, field=b"/FT /Tx"),
])  # fmt: skip
def test_what_only_looks_signed_is_cleaned_like_any_other(sent):
    assert cleaned(sent) != sent
    assert b"/PieceInfo" not in cleaned(sent)
    assert b"2026:11:20" not in cleaned(sent)


def test_comments_between_the_scans_of_a_photo_and_its_small_picture_go_too():
    sent = of_a_camera(progressive=True)
    at = sent.rindex(b"\xff\xda")
    noted = sent[:at] + b"\xff\xfe\x00\x0eSiti Marlina" + sent[at:]

    assert not [mark for mark in MARKERS if mark in jpeg_bare(noted)]
    assert jpeg_bare(jpeg_bare(noted)) == jpeg_bare(noted) == jpeg_bare(sent)


def test_a_picture_of_jpeg_2000_keeps_its_code_and_loses_its_boxes_and_comments():
    from PIL import Image

    made = io.BytesIO()
    Image.effect_noise((40, 30), 60).save(made, "JPEG2000", comment=WHO)
    sent = made.getvalue()
    boxed = sent + (8 + 12).to_bytes(4, "big") + b"xml " + WHO.encode()

    plain = jpx_bare(boxed)

    assert boxed.count(WHO.encode()) == 2
    assert WHO.encode() not in plain
    with Image.open(io.BytesIO(plain)) as after, Image.open(io.BytesIO(sent)) as before:
        assert after.tobytes() == before.tobytes()
