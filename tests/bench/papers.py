"""Papers in one process: drawn and signed per second, against an empty page and against pyHanko as its guide has it."""

import io
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typst
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from services.certificates.adapters.keys import make_local_key, read_pem
from services.certificates.adapters.signers import LocalSigner
from services.certificates.papers.skhp import skhp
from services.testing.papers.sheet import sheet as filled_sheet
from tests.bench.records import full, market
from tests.bench.stopwatch import Act, Plan, Row, in_turns
from tests.certificates.samples import EVERY_OPTION, a_certificate
from tests.testing.drawings import filled

EMPTY = "an empty page by typst"
GUIDE = "pyHanko as its guide has it"


def measure(plan: Plan) -> Iterator[Row]:
    """Each paper has another number, as in the office: the second of two equal ones would come from a cache."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        acts = {**_drawn(Path(folder)), **_signed(Path(folder))}
        turns = in_turns(acts, plan.seconds, plan.rounds)
    yield turns.row("SKHP drawn", "papers/s", "skhp", "empty", EMPTY)
    yield turns.row("sheet of a market scale drawn", "papers/s", "market", "empty", EMPTY)
    yield turns.row("sheet of every test of R 76 drawn", "papers/s", "full", "empty", EMPTY)
    yield turns.row("SKHP signed (PAdES B-B, P-256)", "papers/s", "sign", "guide", GUIDE)
    yield turns.row("SKHP signed (PAdES B-B, P-256)", "papers/s", "sign", "bare key", "bare ECDSA over the file")
    yield turns.row("SKHP drawn and signed", "papers/s", "both", "guide", GUIDE)


def _drawn(folder: Path) -> dict[str, Act]:
    (folder / "empty.typ").write_text('#set document(date: none)\n#sys.inputs.at("number")')
    compiler, numbers = typst.Compiler(root=folder, ignore_system_fonts=True), itertools.count()

    def empty() -> bytes:
        return compiler.compile(folder / "empty.typ", format="pdf", sys_inputs={"number": str(next(numbers))})

    sheets = {one.title: filled(one.of, one.judge()) for one in (market(), full())}
    return {
        "empty": empty,
        "skhp": lambda: skhp(_numbered(numbers)),
        "market": lambda: filled_sheet({**sheets[market().title], "number": f"ORD-{next(numbers)}"}),
        "full": lambda: filled_sheet({**sheets[full().title], "number": f"ORD-{next(numbers)}"}),
    }


def _numbered(numbers: Iterator[int]) -> dict:
    return a_certificate(**EVERY_OPTION, number=f"500.2.3.15/{next(numbers)}/UPTD-ML/XI/2026")


def _signed(folder: Path) -> dict[str, Act]:
    key, certificate = make_local_key(folder)
    ours, guide = LocalSigner(key, certificate), SimpleSigner.load(str(key), str(certificate))
    paper, private, numbers = skhp(a_certificate(**EVERY_OPTION)), read_pem(key, certificate).private, itertools.count()

    def as_guided() -> object:
        writer = IncrementalPdfFileWriter(io.BytesIO(paper))
        return sign_pdf(writer, PdfSignatureMetadata(field_name="Signature1"), signer=guide)

    return {
        "sign": lambda: ours.sign(paper),
        "guide": as_guided,
        "bare key": lambda: private.sign(paper, ec.ECDSA(hashes.SHA256())),
        "both": lambda: ours.sign(skhp(_numbered(numbers))),
    }
