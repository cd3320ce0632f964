"""No byte of a signed paper can change unnoticed, and nothing that strangers upload makes the judge stumble."""

import io
from datetime import timedelta

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from services.certificates.adapters import der
from services.certificates.adapters.keys import make_local_key
from services.certificates.adapters.pdf_validation import MAX_BYTES, judge
from services.certificates.adapters.signers import LocalSigner
from services.certificates.papers.skhp import skhp
from shared.clock import frozen_at
from tests.certificates.samples import SIGNED_AT, a_certificate


def flipped(pdf: bytes, place: int, bit: int = 1) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bit]) + pdf[place + 1 :]


def test_no_byte_of_the_signature_itself_can_change(paper, hole, trusted):
    start, after = hole
    used = len(paper.pdf[start:after].rstrip(b"0>")) + 2

    for place in [*range(start - 40, start + used), *range(after - 3, after + 3)]:
        assert not judge(flipped(paper.pdf, place), trusted).authentic, place


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_bit_anywhere_can_change(paper, trusted, data):
    place = data.draw(st.integers(0, len(paper.pdf) - 1))

    assert not judge(flipped(paper.pdf, place, 1 << data.draw(st.integers(0, 7))), trusted).authentic


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%%EOF\n", b"\0" * 1000])
def test_nothing_can_be_appended(paper, trusted, tail):
    assert judge(paper.pdf + tail, trusted).reason == "not-whole"


def test_a_later_update_is_refused_although_the_signature_still_covers_the_old_part(paper, trusted):
    changed = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(paper.pdf))
    writer.root["/Lang"] = writer.root["/Type"]
    writer.update_root()
    writer.write(changed)

    assert judge(changed.getvalue(), trusted).reason == "not-whole"


def test_a_paper_signed_by_a_stranger_is_refused(trusted, tmp_path):
    stranger = LocalSigner(*make_local_key(tmp_path, "UPTD Metrologi Legal Kabupaten Musi Banyuasin"))

    assert judge(stranger.sign(skhp(a_certificate())).pdf, trusted).reason == "unknown-signer"


def test_a_signature_outlives_its_certificate(paper, keys):
    both = keys[1].read_text() * 2
    with frozen_at(SIGNED_AT + timedelta(days=20 * 365)):
        assert judge(paper.pdf, both).authentic


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (b"", "not-signed"),
        (b"%PDF-1.7", "not-signed"),
        (b"/ByteRange [0 0 0 0]", "not-whole"),
        (b"/ByteRange [0 21 23 1]<>.", "not-whole"),
        (b"/ByteRange [0 99999999 1 1]", "not-whole"),
        (b"/ByteRange " * 100_000, "not-signed"),
        (bytes(MAX_BYTES + 1), "too-large"),
    ],
)
def test_garbage_is_answered_not_raised(trusted, upload, reason):
    assert judge(upload, trusted).reason == reason


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_signature_content_is_answered(paper, hole, trusted, junk, keep_head):
    start, after = hole
    content = bytes.fromhex(paper.pdf[start + 1 : start + 201].decode()) if keep_head else b""
    context = (content + junk).hex().upper().encode().ljust(after - start - 2, b"0")

    assert not judge(paper.pdf[: start + 1] + context + paper.pdf[after - 1 :], trusted).authentic


def tlv(tag: int, *parts: bytes) -> bytes:
    inside = b"".join(parts)
    return bytes([tag, 0x83]) + len(inside).to_bytes(3, "big") + inside


def long_named(letters: int) -> bytes:
    """A container with the shape of ours, whose certificate has a name of so many letters."""
    certificate = tlv(0x30, tlv(0x30, tlv(0x0C, b"x" * letters)))
    signer = tlv(0x30, b"\x02\x01\x01", tlv(0x30), tlv(0x30), tlv(0xA0, tlv(0x30)), tlv(0x30), tlv(0x04, b"x"))
    signed = tlv(0x30, b"\x02\x01\x01", tlv(0x31), tlv(0x30), tlv(0xA0, certificate), tlv(0x31, signer))
    return tlv(0x30, b"\x06\x01\x00", tlv(0xA0, signed))


def holding(container: bytes) -> bytes:
    """A file that a signature of these bytes would cover."""
    written = container.hex().encode()
    start, after = 100, 100 + len(written) + 2
    head = b"%%PDF-1.7 /ByteRange [0 %d %d 5]" % (start, after)
    return head.ljust(start) + b"<" + written + b">" + b"%%EOF"


@pytest.mark.parametrize(
    "container",
    [
        lambda: long_named(200_000),
        lambda: long_named(20_000),
        lambda: bytes([0x30, 0x80]) * 15_000,  # nesting without lengths
        lambda: b"\x30\x83\x00\x7f\xff" * 6_000,
        lambda: bytes([0x30, 0x00]) * 16_000,
        lambda: b"\x30\xff" + bytes(9_000),
    ],
    ids=["200,000 letters", "20,000 letters", "endless", "deep", "many", "no length"],
)
def test_a_container_of_a_stranger_is_compared_and_never_decoded(trusted, container, monkeypatch):
    pdf = holding(container())
    for reader in (cms.ContentInfo, cms.CMSAttributes, asn1_x509.Certificate):
        monkeypatch.setattr(reader, "load", lambda *_: pytest.fail("a stranger's bytes are decoded"))

    assert judge(pdf, trusted).reason in ("altered", "unknown-signer")


def test_a_container_beyond_any_of_ours_is_not_even_cut(trusted, monkeypatch):
    monkeypatch.setattr(der, "pieces", lambda _: pytest.fail("it is looked into"))

    assert judge(holding(b"\x30" * 4_000_000), trusted).reason == "altered"
