"""A real clamd with one signature of our own: what it has not cleared is never handed out, and nothing gets lost."""

import io
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from services.complaints.storage import Attachment, Staff, context
from shared.uploads import clamd, kept_files, scanning
from tests.complaints.builders import enter_desk, lodged
from tests.specimens import letter

VIRUS = b"UTTP-UJI-VIRUS-4711"  # a text that does nothing, and that only this database knows
SIGNATURE = f"Uji.Virus:0:*:{VIRUS.hex()}\n"
WAITED, MOST = 60, 1024 * 1024
CLEAN = letter() + b"\n"
SIGNED = b"%/ByteRange\n%%EOF"  # what is signed keeps its bytes
INFECTED = letter(lambda made: made.Root.__setitem__("/Uji", made.make_stream(VIRUS))).replace(b"%%EOF", SIGNED)


def tool() -> str:
    found = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        sentence = "clamd is not installed on this machine"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    return found


@contextmanager
def running(folder: Path, place: Path) -> Iterator[None]:
    """clamd with its socket at `place`, until it answers."""
    signatures = folder / "signatures"  # clamd reads every file of the folder that ends like one of its own
    signatures.mkdir()
    (signatures / "own.ndb").write_text(SIGNATURE)
    lines = {"LocalSocket": place, "DatabaseDirectory": signatures, "Foreground": "yes", "StreamMaxLength": MOST}
    config = folder / "clamd.conf"
    config.write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
    with subprocess.Popen([tool(), f"--config-file={config}"], stdout=-3, stderr=-3) as process:
        try:
            until = time.monotonic() + WAITED
            while not answers(place):
                assert process.poll() is None, "clamd ended"
                assert time.monotonic() < until, "clamd does not answer"
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


def answers(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(place))
        except OSError:
            return False
    return True


@pytest.fixture(scope="module")
def scanner(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clamd")
    with running(folder, folder / "clamd.ctl"):
        yield f"clamd://{folder}/clamd.ctl"


def sent(service: Any, caller: Any, content: bytes) -> tuple[Any, str]:
    """A reporter's file, and where an officer finds it."""
    if not Staff.select().exists():
        enter_desk()
    case = lodged()
    url = f"/v1/tracking/{case.number}/attachments?code={case.code}"
    made = caller(service).client.put(url, data={"file": (io.BytesIO(content), "surat.pdf", "application/pdf")})
    return made, f"/v1/complaints/{case.id}/attachments/{(made.json or {}).get('id')}"


def states() -> list[str]:
    return [row.state for row in context.FileScan.select()]


def test_what_is_clean_is_handed_out_at_once(opened, caller, scanner):
    service = opened("complaints", scanner=scanner)

    made, url = sent(service, caller, CLEAN)

    assert (made.status_code, states()) == (200, ["clean"])
    assert caller(service, "complaint_officer").get(url).status_code == 200


def test_what_is_infected_is_refused_and_not_kept(opened, caller, scanner):
    service = opened("complaints", scanner=scanner)

    made, _ = sent(service, caller, INFECTED)

    assert (made.status_code, made.json["code"]) == (422, "file-infected")
    assert "Uji.Virus" in made.json["detail"]
    assert (states(), Attachment.select().count()) == ([], 0)
    assert not kept_files.folder(context).exists()


def test_while_the_scanner_is_away_files_wait_and_are_not_handed_out(opened, caller, tmp_path):
    place = tmp_path / "clamd.ctl"
    service = opened("complaints", scanner=f"clamd://{place}")
    officer = caller(service, "complaint_officer")

    (clean, clean_url), (bad, bad_url) = sent(service, caller, CLEAN), sent(service, caller, INFECTED)

    assert (clean.status_code, bad.status_code) == (200, 200)
    assert [(one.status_code, one.json["code"]) for one in map(officer.get, (clean_url, bad_url))] == [
        (409, "file-being-scanned")
    ] * 2
    assert scanning.scan_waiting(context) == 0
    assert states() == ["scanning"] * 2
    with running(tmp_path, place):
        assert scanning.scan_waiting(context) == 2
    assert sorted(states()) == ["clean", "infected"]
    assert officer.get(clean_url).status_code == 200
    gone = officer.get(bad_url)
    assert (gone.status_code, gone.json["code"]) == (409, "file-removed")
    assert "Uji.Virus" in gone.json["detail"]
    assert VIRUS not in b"".join(path.read_bytes() for path in kept_files.folder(context).rglob("*") if path.is_file())
    assert Attachment.select().count() == 2


def test_a_file_larger_than_the_scanner_reads_waits_although_it_hangs_up_in_the_middle(scanner):
    for _ in range(5):
        with pytest.raises(clamd.Away, match="size limit exceeded"):
            clamd.scan(scanner, os.urandom(8 * MOST))


def test_what_was_there_before_there_was_a_scanner_is_handed_out(opened, caller, scanner):
    service = opened("complaints")
    _, url = sent(service, caller, CLEAN)

    service.open(type(service.settings)(service.name, {**service.settings.values, "SCANNER": scanner}))

    assert (states(), caller(service, "complaint_officer").get(url).status_code) == ([], 200)


def test_a_scanner_that_says_nothing_is_one_that_is_away(tmp_path):
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "mute.ctl"))
        with pytest.raises(clamd.Away):
            clamd.scan(f"clamd://{tmp_path}/mute.ctl", CLEAN)
    with pytest.raises(clamd.Away):
        clamd.scan("clamd://127.0.0.1:9", CLEAN)
