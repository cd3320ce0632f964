"""Looks at papers as a stranger would: is the signature good, what does the QR say, how does the page look."""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import typst
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from deploy.demo.stage import Stage
from deploy.http_client import Caller, Office

PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("/paper.pdf")\n'
SHARPNESS = 150  # dots per inch: enough for the QR code to be read from the picture


def keep_certificate(stage: Stage, paper: dict, name: str) -> bytes:
    """The signed PDF and its picture under `skhp-…`, the signature checked against the office's certificate."""
    pdf = stage.office.person("head").file(f"/certificates/v1/certificates/{paper['id']}/pdf")
    stage.keep(f"skhp-{name}.pdf", pdf)
    png = stage.keep(f"skhp-{name}.png", picture(pdf))
    shown = signer(stage.office, paper["signature"]["kid"])
    stage.keep("signer.pem", shown)  # to check the papers by hand
    stage.check(f"Tanda tangan / signature: skhp-{name}.pdf", "sah / good", signature(pdf, shown))
    if reader := shutil.which("zbarimg"):
        stage.check(f"Kode QR / QR code: skhp-{name}.png", True, f"/v/{paper['code']}" in _scan(reader, png))
    return pdf


def signer(office: Office, kid: str) -> bytes:
    """The certificate that the office shows to anybody for this key."""
    return anybody(office).file(f"/certificates/v1/signers/{kid}")


def signature(pdf: bytes, certificate: bytes) -> str:
    """Whether pyHanko trusts the signature, and whether it covers the whole file."""
    _, _, content = pem.unarmor(certificate)
    context = ValidationContext(trust_roots=[x509.Certificate.load(content)])
    (found,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    status = validate_pdf_signature(found, context)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return "sah / good" if status.bottom_line and whole else status.summary()


def picture(pdf: bytes) -> bytes:
    """The first page as PNG, drawn by the same engine that wrote it: no system package is needed."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "paper.pdf").write_bytes(pdf)
        (Path(folder) / "page.typ").write_text(PAGE)
        return typst.compile(Path(folder) / "page.typ", root=Path(folder), format="png", ppi=SHARPNESS)


def public_answer(office: Office, code: str) -> str:
    """What anybody is told who scans the code."""
    return anybody(office).post("/certificates/v1/verifications", {"code": code})["answer"]


def page_of(office: Office, code: str) -> str:
    return anybody(office).file(f"/v/{code}", Accept="text/html").decode()


def anybody(office: Office) -> Caller:
    return office.person()


def _scan(reader: str, png: Path) -> str:
    return subprocess.run([reader, "--nodbus", "-q", "--raw", str(png)], capture_output=True, text=True).stdout
