"""Answers anybody who holds a paper: what the register says of it today, and nothing of a person."""

import hashlib
from typing import Any

from services.certificates.domain.answers import Answer, answer
from services.certificates.storage import Certificate, context, profile
from services.certificates.storage.context import own
from services.certificates.usecases.issued_papers import address
from services.certificates.usecases.signing import desk
from shared import clock

SHOWN = ("kind", "number", "tested_on", "issued_on", "valid_until")


def by_code(typed: str) -> dict[str, Any]:
    """The answer for a code as typed, read out, or scanned."""
    return _told(Certificate.by_code(typed))


def by_qr(text: str) -> dict[str, Any]:
    """The answer for the text of a QR code: the last part of its path, whatever site it names."""
    return by_code(text.partition("?")[0].rstrip("/").rsplit("/", 1)[-1])


def by_file(pdf: bytes) -> dict[str, Any]:
    """The answer for a file: whether we signed exactly these bytes, and what holds of them now. It is not kept.

    The digest is asked for first: bytes that the register does not know are read no further than their signature.
    """
    known = Certificate.by_digest(hashlib.sha256(pdf).hexdigest())
    judged = desk.seal.judge(pdf)
    known = known if judged.authentic else None
    words = own("words")["file"]["authentic" if known else "altered"]
    return {**_told(known), "authentic": known is not None, "reason": judged.reason, "file_text": dict(words)}


def signer(kid: str) -> bytes:
    """The certificate of one of our keys as PEM, so that anybody can check a paper without asking us again."""
    return desk.seal.certificate_of(kid)


def _told(certificate: Certificate | None) -> dict[str, Any]:
    state = answer(certificate.state, certificate.valid_until, context.today()) if certificate else Answer.UNKNOWN
    words = own("words")["answer"][state]
    said = {"answer": state, "title": dict(words["title"]), "text": dict(words["text"]), "as_of": clock.now()}
    return {**said, "certificate": None if state == Answer.UNKNOWN else _facts(certificate)}


def _facts(certificate: Certificate) -> dict[str, Any]:
    """What the paper itself shows of the instrument; no owner, no address."""
    facts, day = certificate.facts, certificate.tested_on
    kind = profile.kind(certificate.instrument_kind, day)
    return {
        **{name: getattr(certificate, name) for name in SHOWN},
        "verification": facts["verification"],
        "basis": facts.get("basis") or "mandatory",
        "instrument": {
            "kind": {"id": kind["name_id"], "en": kind["name_en"]},
            **{name: facts.get(name) for name in ("brand", "model", "serial")},
        },
        "units": [{"unit": one["unit"], "verdict": one["verdict"]} for one in facts["units"]],
        "marks": [
            {name: one.get(name) for name in ("mark", "code", "position", "unit", "year")} for one in facts["marks"]
        ],
        "district": profile.district(certificate.district, day),
        "signature": certificate.signature,
        "sha256": certificate.sha256,
        "replaced_by": _replacement(certificate),
    }


def _replacement(certificate: Certificate) -> str | None:
    """Where the paper that took its place can be looked up."""
    newer = Certificate.get_or_none(Certificate.id == certificate.replaced_by)
    return address(newer.code) if newer and newer.signed_at else None
