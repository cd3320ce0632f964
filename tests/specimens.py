"""Files as people send them: good ones of each kind, and bad ones that were each taken once, or might be."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.bombs import PAGES, deflated, page, pdf
from tests.testing.pictures import JPEG, png

PDF, PNG, JPG = "application/pdf", "image/png", "image/jpeg"
MARKERS = (b"-2.8912", b"TELEPON-4711", b"Siti Marlina", b"2026:11:20", b"SEFT-TRAILER")  # place, device, person, time
Part = tuple[str, str, bytes]  # file name, declared media type, content


def letter(change: Callable[[pikepdf.Pdf], object] = lambda _: None, **saving: Any) -> bytes:
    """One blank page, changed as told."""
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        written = io.BytesIO()
        made.save(written, **saving)
    return written.getvalue()


def packed(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """The same with its objects packed in streams."""
    return letter(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def named_elsewhere(made: pikepdf.Pdf) -> None:
    """A link that starts a program; what it does is said in an object of its own."""
    started = Dictionary(S=made.make_indirect(Name.Launch), F=String("cmd.exe"))
    noted("/Link", A=made.make_indirect(started))(made)


def act(kind: str, **more: Any) -> Callable[[pikepdf.Pdf], None]:
    """The paper opens with this action."""

    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = made.make_indirect(Dictionary(Type=Name.Action, S=Name(kind), **more))

    return change


ADDRESS = {"/S": Name.URI, "/URI": String("https://contoh.id")}
OPENINGS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "after a page": act("/GoTo", D=Array([0]), Next=Dictionary(ADDRESS)),
    "in a list after a page": act("/GoTo", D=Array([0]), Next=Array([Dictionary(ADDRESS)])),
    "where a page is named": lambda made: made.Root.__setitem__("/OpenAction", Array([Dictionary(ADDRESS)])),
    "behind a page": lambda made: made.Root.__setitem__("/OpenAction", Array([0, Name.Fit, Dictionary(ADDRESS)])),
}


def noted(kind: str, **more: Any) -> Callable[[pikepdf.Pdf], None]:
    """The page bears this annotation."""

    def change(made: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=Array([0, 0, 9, 9]), **more)
        made.pages[0].Annots = made.make_indirect(Array([made.make_indirect(note)]))

    return change


def nested(made: pikepdf.Pdf) -> None:
    """A script in the third of three actions, deep in a button."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    chain = Dictionary(S=Name.GoTo, Next=Array([Dictionary(S=Name.Named, N=Name.NextPage, Next=script)]))
    noted("/Link", A=made.make_indirect(chain))(made)


def attaching(name: str, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)

    return change


def recorded(made: pikepdf.Pdf) -> None:
    attaching("data.json", SAFE)(made)
    attaching("data.xml", b'<?xml version="1.0"?><a xmlns="urn:un:x"><b>&lt;2</b></a>')(made)
    attaching("dcc.xml", CALIBRATION)(made)


def beside_the_data(made: pikepdf.Pdf) -> None:
    """The file is harmless, and another one is related to it."""
    attaching("data.json", SAFE)(made)
    file = made.Root.Names.EmbeddedFiles.Names[1]
    file["/RF"] = Dictionary(F=Array([String("alat.exe"), made.make_stream(b"MZ" + bytes(90))]))


def loose(made: pikepdf.Pdf) -> None:
    made.Root["/X"] = made.make_stream(b"MZ" + bytes(90), Type=Name.EmbeddedFile)


def form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(XFA=Array([]), Fields=Array([]))


def of_a_camera(media: str = JPG, **more: Any) -> bytes:
    """A photo that lies on its side, with place, time, device and a person in it, and a trailer behind."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0132], exif[0x013B], exif[0x0112] = "TELEPON-4711", "2026:11:20 08:00:00", "Siti Marlina", 6
    exif.get_ifd(0x8825)[0x001D] = "-2.8912"
    made = io.BytesIO()
    picture = Image.new("RGB", (40, 30), (10, 120, 30))
    words = {"comment": b"Siti Marlina"} if media == JPG else {}
    picture.save(made, {JPG: "JPEG", PNG: "PNG"}[media], exif=exif, **words, **more)
    return made.getvalue() + (b"SEFT-TRAILER -2.8912" if media == JPG else b"")


def with_a_photo(made: pikepdf.Pdf) -> None:
    """A page with the photo of a camera on it, written by somebody with a program."""
    photo = pikepdf.Stream(made, of_a_camera(), Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode)
    photo.Width, photo.Height, photo.BitsPerComponent, photo.ColorSpace = 40, 30, 8, Name.DeviceRGB
    made.pages[0].Resources = Dictionary(XObject=Dictionary(Im=photo))
    made.docinfo["/Author"] = "Siti Marlina"
    with made.open_metadata() as words:
        words["dc:creator"] = ["Siti Marlina"]


def another(format: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, format)
    return made.getvalue()


def noisy(width: int = 120, height: int = 90) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((width, height), 60).save(made, "JPEG")
    return made.getvalue()


LOCKED = pikepdf.Encryption(owner="a", user="")
XHTML = b"http://www.w3.org/1999/xhtml"
ACTING = {
    "a script under another name": ("a.xml", b'<a><x:script xmlns:x="' + XHTML + b'">alert(1)</x:script></a>'),
    "a page in another spelling": ("a.xml", b'<a><x:b xmlns:x="' + XHTML[:-1] + b'&#108;">1</x:b></a>'),
    "a style sheet": ("a.xml", b'<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><a/>'),
    "an instruction": ("a.xml", b"<?mso-application progid='Excel.Sheet'?><a/>"),
    "a document type": ("a.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
    "entities": ("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "a link that is a script": ("a.xml", b'<a href="java&#115;cript:alert(1)"/>'),
    "no whole XML": ("a.xml", b"<a>"),
    "no JSON": ("a.json", b"[alert(1)]"),
    "a formula": ("a.csv", b"a;b\n1;=cmd|' /C calc'!A0\n"),
    "a quoted formula": ("a.csv", b'a,b\n1,"=1+1"\n'),
    "a formula with a plus": ("a.csv", b"+SUM(A1)\n"),
    "a formula with a minus": ("a.csv", b"a\n-cmd|'x'!A0\n"),
    "a formula with an at": ("a.csv", b"a\r@SUM(A1)\n"),
    "a formula behind a tab": ("a.csv", b'a;"\t=1+1"\n'),
    "a formula behind a mark": ("a.csv", b"\xef\xbb\xbf=1+1\n"),
    "a wide formula": ("a.csv", "a;\uff1d1+1\n".encode()),
    "a text that begins as a page": ("a.txt", b"\n <b>x</b>"),
    "a text that begins as a paper": ("a.txt", b"%PDF-1.7"),
    "a namespace that nobody knows": ("a.xml", b'<a xmlns="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'),
    "a file that is included": ("a.xml", b'<a><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="a.txt"/></a>'),
    "a namespace that begins like another": ("a.xml", b'<a xmlns="http://www.w3.org/2001/XMLSchema/html"/>'),
    "a link that is a script behind a tab": ("a.xml", b'<a href="java&#9;script:alert(1)"/>'),
    "a link that is a page": ("a.xml", b'<a href="&#10; Da&#13;ta:text/html,&lt;b&gt;"/>'),
    "a link to a file": ("a.xml", b'<a href="file:///etc/passwd"/>'),
    "a table with a separator of its own": ("a.csv", b'sep=:\nnama:=HYPERLINK("http://contoh.id","klik")\n'),
    "a table with a quoted separator": ("a.csv", b'\xef\xbb\xbf"Sep =a"\nba=1+1\n'),
    "a sheet of symbolic links": ("a.csv", b"ID;PWXL;N;E\nC;X1;Y1;K0;E1+1\nE"),
    "a formula behind a line of its own kind": ("a.csv", b"a\xe2\x80\xa8=1+1"),
    "a formula behind a soft hyphen": ("a.csv", "a,\u00ad=1+1".encode()),
    "a name that is shown otherwise": ("a\u202etxt.csv", b"1"),
    "a name above": ("../a.txt", b"1"),
}
CALIBRATION = b"""<c:dcc xmlns:c="https://ptb.de/dcc" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" id="a"
 i:schemaLocation="https://ptb.de/dcc https://ptb.de/dcc/v3.3.0/dcc.xsd" i:type="c:x" at="10:30" of="Alat ukur: a"/>"""
SAFE = b'{"nomor": "510.3/1/2026"}'
GOOD: dict[str, Part] = {
    "a letter": ("surat.pdf", PDF, letter()),
    "a letter with packed objects": ("surat.PDF", PDF, packed(lambda _: None)),
    "a letter behind a byte order mark": ("surat.pdf", PDF, b"\xef\xbb\xbf\r\n" + letter()),
    "a letter that opens at its page": ("surat.pdf", PDF, letter(lambda made: act("/GoTo", D=Array([0]))(made))),
    "a letter with a link": (
        "surat.pdf", PDF, letter(noted("/Link", A=Dictionary(S=Name.URI, URI=String("https://contoh.go.id")))),
    ),
    "a letter with its data": ("surat.pdf", PDF, letter(recorded)),
    "a letter with a table": ("a.pdf", PDF, packed(attaching("tabel.csv", b"a;b\r\n1;-0.25\r\n2;-0,2 %\r\n3;-\r\n"))),
    "a photo": ("foto.jpg", JPG, JPEG),
    "a photo with a long ending": ("foto.pertama.jpeg", JPG, noisy()),
    "a drawing": ("gambar.png", PNG, png()),
}  # fmt: skip
BAD: dict[str, Part] = {
    "nothing": ("surat.pdf", PDF, b""),
    "blanks": ("surat.pdf", PDF, b"  \n"),
    "five bytes of a photo": ("foto.jpg", JPG, b"\xff\xd8\xff\xe0\x00"),
    "a page named drawing": ("gambar.png", PNG, b"<html><script>alert(1)</script></html>"),
    "a page that begins like a drawing": ("gambar.png", PNG, png()[:8] + b"<html><script>alert(1)</script></html>"),
    "a page before a letter": ("surat.pdf", PDF, b"<html>" + letter()),
    "a page behind a letter": ("surat.pdf", PDF, letter() + b"<script>" * 200),
    "a letter cut short": ("surat.pdf", PDF, letter()[:-40]),
    "a letter with a hole": ("surat.pdf", PDF, letter().replace(b"endobj", b"      ")),
    "a letter without pages": ("surat.pdf", PDF, pdf([PAGES[0], b"<< /Type /Pages /Kids [] /Count 0 >>"])),
    "a photo cut short": ("foto.jpg", JPG, noisy()[:-300]),
    "a photo without its end": ("foto.jpg", JPG, JPEG[:-2]),
    "a drawing cut short": ("gambar.png", PNG, png(200, 200)[:-30]),
    "a drawing with half of its picture": ("gambar.png", PNG, png(200, 200)[:70] + png()[-12:]),
    "a film named photo": ("foto.jpg", JPG, another("GIF")),
    "a picture of the web named drawing": ("gambar.png", PNG, another("WEBP")),
    "an archive": ("surat.pdf", PDF, b"PK\x03\x04" + bytes(40)),
    "a program": ("surat.pdf", PDF, b"\x7fELF" + bytes(40)),
    "a photo named letter": ("surat.pdf", PDF, JPEG),
    "a photo declared drawing": ("foto.jpg", PNG, JPEG),
    "a letter named page": ("surat.html", PDF, letter()),
    "a letter without ending": ("surat", PDF, letter()),
    "a letter without a name": ("", PDF, letter()),
    "a letter declared as a page": ("surat.pdf", "text/html", letter()),
    "a letter declared as anything": ("surat.pdf", "application/octet-stream", letter()),
    "a script": ("surat.pdf", PDF, letter(act("/JavaScript", JS=String("app.alert(1)")))),
    "a packed script": ("surat.pdf", PDF, packed(act("/JavaScript", JS=String("app.alert(1)")))),
    "a spelt script": (
        "surat.pdf", PDF, pdf([PAGES[0].replace(b">>", b"/Names << /J#61v#61Scrip#74 1 >> >>"), *PAGES[1:]]),
    ),
    "a script in a name tree": (
        "surat.pdf", PDF, packed(lambda made: made.Root.__setitem__(
            "/Names", Dictionary(JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript)]))))),
    ),
    "a script in a chain": ("surat.pdf", PDF, packed(nested)),
    "a program started": ("surat.pdf", PDF, letter(act("/Launch", F=String("cmd.exe")))),
    "a program named elsewhere": ("surat.pdf", PDF, letter(named_elsewhere)),
    "a packed program named elsewhere": ("surat.pdf", PDF, packed(named_elsewhere)),
    "a form that sends": ("surat.pdf", PDF, packed(act("/SubmitForm", F=String("https://contoh.id")))),
    "a form that loads": ("surat.pdf", PDF, letter(act("/ImportData", F=String("a.fdf")))),
    "another file opened": ("surat.pdf", PDF, letter(act("/GoToR", F=String("a.pdf")))),
    "a file inside opened": ("surat.pdf", PDF, letter(act("/GoToE", T=Dictionary()))),
    "an address opened": ("surat.pdf", PDF, letter(act("/URI", URI=String("https://contoh.id")))),
    **{f"an address opened {where}": ("surat.pdf", PDF, letter(change)) for where, change in OPENINGS.items()},
    "a link that is a script": (
        "surat.pdf", PDF, letter(noted("/Link", A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)")))),
    ),
    "actions of a page": ("surat.pdf", PDF, packed(lambda made: made.pages[0].__setitem__(
        "/AA", Dictionary(O=Dictionary(S=Name.GoTo, D=Array([0])))))),
    "a form of XML": ("surat.pdf", PDF, letter(form)),
    "a pinned file": ("surat.pdf", PDF, letter(noted("/FileAttachment"))),
    "rich media": ("surat.pdf", PDF, packed(noted("/RichMedia"))),
    "a film": ("surat.pdf", PDF, letter(noted("/Movie"))),
    "a sound": ("surat.pdf", PDF, letter(act("/Sound"))),
    "a program attached": ("surat.pdf", PDF, letter(attaching("alat.exe", b"MZ" + bytes(200)))),
    "a program attached as data": ("surat.pdf", PDF, letter(attaching("data.json", b"MZ" + bytes(200)))),
    "a batch file attached": ("surat.pdf", PDF, letter(attaching("data.json.bat", b"del *.*"))),
    "a page attached": ("surat.pdf", PDF, packed(attaching("data.xml", b"<html><script>alert(1)</script></html>"))),
    "a program beside the data": ("surat.pdf", PDF, letter(beside_the_data)),
    "a program that no name names": ("surat.pdf", PDF, letter(loose)),
    "a packed program that no name names": ("surat.pdf", PDF, packed(loose)),
    "a file that lies elsewhere": ("surat.pdf", PDF, packed(lambda made: made.Root.__setitem__(
        "/AF", Array([Dictionary(Type=Name.Filespec, F=String("alat.exe"))])))),
    "a drawing that is a program": ("surat.pdf", PDF, page(b"run", b"[]", b" /Type /XObject /Subtype /PS")),
    "a drawing with a program": ("surat.pdf", PDF, page(b"q Q", b"[]", b" /Subtype /Form /Subtype2 /PS")),
    "a drawing with a program beside it": ("surat.pdf", PDF, page(b"q Q", b"[]", b" /Subtype /Form /PS 4 0 R")),
    "an archive attached": ("surat.pdf", PDF, letter(attaching("data.zip", b"PK\x03\x04" + bytes(90)))),
    "a shell script attached": ("surat.pdf", PDF, letter(attaching("data.txt", b"#!/bin/sh\nrm -rf ~\n"))),
    **{f"attached: {name}": ("surat.pdf", PDF, letter(attaching(*file))) for name, file in ACTING.items()},
    "content that lies elsewhere": ("surat.pdf", PDF, page(b"", b"/FlateDecode", b" /F (/etc/passwd)")),
    "a filter of content that lies elsewhere": ("surat.pdf", PDF, page(b"", b"/FlateDecode", b" /FDecodeParms << >>")),
    "a drawing that refers to another paper": (
        "surat.pdf", PDF, page(b"q Q", b"[]", b" /Subtype /Form /Ref << /F (a.pdf) /Page 0 >>"),
    ),
    "a drawing that is fetched": ("surat.pdf", PDF, page(b"q Q", b"[]", b" /OPI << /2.0 << /F (a.tif) >> >>")),
    "a portfolio": ("surat.pdf", PDF, pdf([PAGES[0].replace(b">>", b"/Collection << >> >>"), *PAGES[1:]])),
    "an unknown action": ("surat.pdf", PDF, letter(noted("/Link", A=Dictionary(S=Name.Wonder)))),
    "a menu's command": ("surat.pdf", PDF, letter(noted("/Link", A=Dictionary(S=Name.Named, N=Name.SaveAs)))),
    "an unknown mark": ("surat.pdf", PDF, letter(noted("/Wonder"))),
    "a link to a file": (
        "surat.pdf", PDF, letter(noted("/Link", A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd")))),
    ),
    "an address before all links": (
        "surat.pdf", PDF, letter(lambda made: made.Root.__setitem__("/URI", Dictionary(Base=String("javascript:a")))),
    ),
    "a body of three dimensions": ("surat.pdf", PDF, packed(noted("/3D"))),
    "a photo cut short with an end again": ("foto.jpg", JPG, noisy()[:-300].rstrip(b"\xff") + b"\xff\xd9"),
    "a letter with a password": ("surat.pdf", PDF, letter(encryption=LOCKED)),
    "a page of 400 MB": ("surat.pdf", PDF, page(deflated(400), b"/FlateDecode")),
}  # fmt: skip
