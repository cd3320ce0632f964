"""What services keep is read by their own account alone: new files, an older folder, restored copies."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.local import composition
from shared import file_modes, files
from shared.auth.revocation import Revoked
from shared.cli.commands import command_line
from shared.operations import backup
from tests.support import NAMES

PUBLISHED = {"revoked.json"}  # no secret, and other processes read it


@pytest.fixture(params=[0o022, 0])
def umask(request) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


def open_ones(top: Path) -> list[str]:
    """What lies there and can be read, or entered, by another account."""
    return sorted(f"{one.name} {mode(one):o}" for one in top.rglob("*") if one.is_file() and mode(one) & 0o077)


def test_nothing_that_a_service_leaves_in_its_folder_is_open(umask, opened, tmp_path):
    for name in NAMES:
        service = opened(name)
        files.keep(service.files, name.encode(), "text/plain")
    Revoked(tmp_path / "access" / "revoked.json").prepare()

    assert [one for one in open_ones(tmp_path) if one.split()[0] not in PUBLISHED] == []
    assert {mode(one) for one in (tmp_path / "files").rglob("*") if one.is_dir()} == {0o700}
    assert mode(tmp_path / "files") == 0o700


def test_a_folder_of_an_earlier_version_is_closed_at_the_start_and_its_files_with_the_migrations(opened, tmp_path):
    kept = tmp_path / "files" / "intake" / "ab" / "abcd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"evidence")
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    outside.chmod(0o644)
    (kept.parent / "link").symlink_to(outside)
    for one in (kept, *kept.parents[:3]):
        one.chmod(0o777)

    service = opened("intake")

    assert [mode(one) for one in (kept, *kept.parents[:3])] == [0o600, 0o700, 0o700, 0o700]
    assert mode(outside) == 0o644
    service.files.chmod(0o755)
    service.open(service.settings)
    assert mode(service.files) == 0o700


def test_a_restored_database_is_closed_as_the_copy_is(umask, opened, tmp_path):
    service = opened("complaints")
    url = service.settings.database_url
    copy = backup.save(service.store, url, tmp_path / "copies" / "today")
    backup.put_back(service.store, url, copy)
    service.open(service.settings)
    service.store.execute("SELECT 1 FROM marker").fetchall()

    assert open_ones(tmp_path) == []


def test_what_is_open_already_is_never_opened_further(tmp_path):
    (tmp_path / "narrow").touch(0o400)
    file_modes.close_all(tmp_path)

    assert mode(tmp_path / "narrow") == 0o400


@pytest.mark.parametrize("name", NAMES)
def test_the_demo_office_is_never_loaded_in_production(name, tmp_path, monkeypatch):
    """The command says so with code 2 before it opens anything."""
    monkeypatch.setenv("MODE", "production")
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "office"))

    refused = CliRunner().invoke(command_line(composition.service(name)), ["demo"])

    assert (refused.exit_code, "invented officers" in refused.output) == (2, True)
    assert not (tmp_path / "office").exists()
