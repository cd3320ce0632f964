"""Looks at PDFs as others see them: text, picture, QR code, attachments, by tools that share no code with ours."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOSTILE = '#panic("x") *tebal* _miring_ $1/0$ @ref <label> \\ // `kode` "kutip" #{sys.inputs}'


def run(*command: str | Path) -> subprocess.CompletedProcess:
    """Run a tool of the machine; without it the test is skipped, on CI it fails."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # what pip installed lies there
    tool = shutil.which(command[0], path=beside)
    if tool is None:
        sentence = f"{command[0]} is not installed on this machine"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    return subprocess.run([tool, *map(str, command[1:])], capture_output=True, check=False, timeout=60)


def text(pdf: bytes, folder: Path) -> str:
    """The words of a PDF with every run of blanks made one."""
    (folder / "paper.pdf").write_bytes(pdf)
    return " ".join(run("pdftotext", "-layout", folder / "paper.pdf", "-").stdout.decode().split())


def pages(pdf: bytes, folder: Path) -> list[str]:
    (folder / "paper.pdf").write_bytes(pdf)
    return run("pdftotext", "-layout", folder / "paper.pdf", "-").stdout.decode().split("\f")[:-1]


def scanned(pdf: bytes, folder: Path, dpi: int = 150, page: int = 1) -> str:
    """What a telephone reads from the QR code of the first or another page, printed at `dpi`."""
    (folder / "paper.pdf").write_bytes(pdf)
    run("pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-f", str(page), folder / "paper.pdf", folder / "page")
    return run("zbarimg", "--nodbus", "-q", "--raw", folder / "page.png").stdout.decode().strip()


def attached(pdf: bytes, name: str, folder: Path) -> bytes:
    (folder / "paper.pdf").write_bytes(pdf)
    run("pdfdetach", "-saveall", "-o", folder, folder / "paper.pdf")
    return (folder / name).read_bytes()


def is_sound(pdf: bytes, folder: Path) -> bool:
    (folder / "paper.pdf").write_bytes(pdf)
    return run("qpdf", "--check", folder / "paper.pdf").returncode == 0


def pictures(pdf: bytes, folder: Path) -> list[tuple[int, int]]:
    """Width and height of each picture on the pages, in their order."""
    (folder / "paper.pdf").write_bytes(pdf)
    rows = run("pdfimages", "-list", folder / "paper.pdf").stdout.decode().splitlines()[2:]
    return [(int(row.split()[3]), int(row.split()[4])) for row in rows]
