"""Cuts a signature container into its parts by length alone: nothing is decoded, nothing recurses.

A container of ours has one shape (RFC 5652): ContentInfo, SignedData, certificates, one signer. What has another shape
is none of ours, so that a stranger's names, numbers and nesting are never read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE, SET, OCTETS, OWN = 0x30, 0x31, 0x04, 0xA0  # OWN: context tag [0], constructed
LONG, MOST_LENGTH_BYTES, MOST_PARTS = 0x80, 3, 16


@dataclass(frozen=True)
class Part:
    """One element: its tag, its whole bytes, and what lies inside."""

    tag: int
    whole: bytes
    inside: bytes


@dataclass(frozen=True)
class Pieces:
    """What is compared and checked of a container, each as the bytes that stand there."""

    certificates: list[bytes]
    attributes: bytes  # of the one signer, tagged as the SET that was signed
    signature: bytes


def pieces(container: bytes) -> Pieces:
    """The parts of a container of our shape; ValueError for every other."""
    content = _only(container, SEQUENCE)
    _, own = _exactly(content, 2)
    certificates, signers = _exactly(_only(_only(own.whole, OWN), SEQUENCE), 5)[3:]
    signer = _exactly(_only(_wanted(signers, SET), SEQUENCE), 6)
    attributes, signature = signer[3], signer[5]
    signed = bytes([SET]) + attributes.whole[1:]
    _wanted(attributes, OWN)
    held = [_wanted(part, SEQUENCE) and part.whole for part in _parts(_wanted(certificates, OWN))]
    return Pieces(held, signed, _wanted(signature, OCTETS))


def _only(content: bytes, tag: int) -> bytes:
    """What lies inside the only element; zeros may fill up the space behind a container."""
    return _wanted(next(_parts(content)), tag)


def _wanted(part: Part, tag: int) -> bytes:
    if part.tag != tag:
        raise ValueError("another tag")
    return part.inside


def _exactly(content: bytes, count: int) -> list[Part]:
    found = list(_parts(content))
    if len(found) != count:
        raise ValueError("another number of parts")
    return found


def _parts(content: bytes) -> Iterator[Part]:
    """The elements that stand one behind the other, each in the shortest form."""
    at, seen = 0, 0
    while at < len(content):
        head = content[at : at + 2]
        if len(head) < len("TL") or seen == MOST_PARTS:
            raise ValueError("cut short or too many")
        start, length = at + 2, head[1]
        if length > LONG:
            start, length = start + length - LONG, int.from_bytes(content[start : start + length - LONG], "big")
        if head[1] == LONG or head[1] > LONG + MOST_LENGTH_BYTES or start + length > len(content):
            raise ValueError("no such length")
        yield Part(head[0], content[at : start + length], content[start : start + length])
        at, seen = start + length, seen + 1
    if not seen:
        raise ValueError("nothing there")
