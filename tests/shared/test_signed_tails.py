"""Behind a signature only what proves it later on may follow; a planted /DSS opens nothing else."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from services.certificates.adapters.keys import make_local_key, read_pem
from services.certificates.adapters.signers import LocalSigner
from services.certificates.papers.skhp import skhp
from shared.clock import frozen_at
from shared.uploads.acceptance import Offer, accept
from tests.certificates.samples import SIGNED_AT, a_certificate
from tests.shared.signatures import CONTAINER, signed
from tests.specimens import PDF

Writer = IncrementalPdfFileWriter
LETTER = signed(CONTAINER)
Name, Text, Rows, Pairs = generic.pdf_name, generic.pdf_string, generic.ArrayObject, generic.DictionaryObject


def kept(content: bytes) -> bool:
    return accept(Offer(content, "surat.pdf", PDF), anew=True).content == content


def updated(content: bytes, change: Callable[[Writer], object]) -> bytes:
    written, writer = io.BytesIO(), Writer(io.BytesIO(content))
    change(writer)
    writer.write(written)
    return written.getvalue()


def store(writer: Writer, **more: generic.PdfObject) -> generic.IndirectObject:
    """A /DSS with one certificate."""
    held = writer.add_object(generic.StreamObject(stream_data=b"0" * 40))
    entries = {Name("/Certs"): Rows([held]), **{Name(f"/{key}"): value for key, value in more.items()}}
    writer.root["/DSS"] = writer.add_object(Pairs(entries))
    writer.update_root()
    return held


def another_certificate(writer: Writer) -> None:
    held = writer.root["/DSS"]
    held["/Certs"].append(writer.add_object(generic.StreamObject(stream_data=b"1" * 40)))
    writer.update_container(held)


def first_page(writer: Writer) -> Pairs:
    return writer.root["/Pages"]["/Kids"][0]


def content_of_the_page(writer: Writer) -> None:
    store(writer)
    first_page(writer)[Name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 9 9 re f"))
    writer.update_container(first_page(writer))


def note_on_the_page(writer: Writer) -> None:
    store(writer)
    note = {Name("/Subtype"): Name("/FreeText"), Name("/Rect"): Rows(map(generic.NumberObject, (0, 0, 9, 9)))}
    first_page(writer)[Name("/Annots")] = Rows([writer.add_object(Pairs(note))])
    writer.update_container(first_page(writer))


def another_page(writer: Writer) -> None:
    store(writer)
    pages, copy = writer.root["/Pages"], Pairs(first_page(writer))
    pages["/Kids"].append(writer.add_object(copy))
    pages[Name("/Count")] = generic.NumberObject(2)
    writer.update_container(pages)


def entry_of_the_catalogue(writer: Writer) -> None:
    store(writer)
    writer.root[Name("/Lang")] = Text("id-ID")


def field_of_a_form(writer: Writer) -> None:
    store(writer)
    writer.root["/AcroForm"]["/Fields"].append(writer.add_object(Pairs({Name("/T"): Text("b")})))
    writer.update_container(writer.root["/AcroForm"])


def author(writer: Writer) -> None:
    store(writer)
    writer.set_info(writer.add_object(Pairs({Name("/Author"): Text("Siti Marlina")})))


def object_that_nobody_needs(writer: Writer) -> None:
    store(writer)
    writer.add_object(Text("Siti Marlina"))


def content_that_is_a_certificate_too(writer: Writer) -> None:
    first_page(writer)[Name("/Contents")] = store(writer)
    writer.update_container(first_page(writer))


PLANTED = {
    **{make.__name__: make for make in (
        content_of_the_page, note_on_the_page, another_page, entry_of_the_catalogue, field_of_a_form,
        author, object_that_nobody_needs, content_that_is_a_certificate_too,
    )},
    "a store that holds more": lambda writer: store(writer, Author=Text("Siti Marlina")),
    "a store that holds no streams": lambda writer: store(writer, CRLs=Rows([Text("Siti Marlina")])),
    "a store that is a text": lambda writer: writer.root.__setitem__(Name("/DSS"), Text("a")) or writer.update_root(),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_store_lets_nothing_else_follow_a_signature(name):
    assert not kept(updated(LETTER, PLANTED[name]))


def test_a_page_whose_content_comes_only_behind_the_signature_is_not_signed():
    """The signed revision names an object that is not there; as a certificate it would appear on the page."""
    later = b"/Contents 7 0 R /MediaBox [0 0 9 9]"
    open_page = signed(CONTAINER, page=later)

    assert kept(open_page)
    assert not kept(updated(open_page, store))


def test_a_store_of_certificates_may_follow_twice():
    once = updated(LETTER, store)

    assert kept(once)
    assert kept(updated(once, another_certificate))


def test_our_own_signed_paper_is_kept_as_it_is_also_with_what_proves_it_for_long(tmp_path):
    with frozen_at(SIGNED_AT):
        files = make_local_key(tmp_path, "UPTD Metrologi Legal Kabupaten Musi Banyuasin")
        paper = LocalSigner(*files).sign(skhp(a_certificate())).pdf
    own = x509.Certificate.load(read_pem(*files).certificate.public_bytes(Encoding.DER))
    with pikepdf.open(io.BytesIO(paper)) as opened:
        written = bytes(opened.Root.AcroForm.Fields[0].V.Contents)
    grown = io.BytesIO(paper)
    DocumentSecurityStore.add_dss(grown, written.hex().encode(), certs=[own])

    assert kept(paper)
    assert len(grown.getvalue()) > len(paper)
    assert kept(grown.getvalue())
