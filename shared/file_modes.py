"""Files and folders that only the account of this process can read: mode 0600 in folders of mode 0700."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OWN_FILE, OWN_FOLDER = 0o600, 0o700


def folder(place: Path) -> Path:
    """Make the folder, and those above it that are missing, for this account alone, whatever the umask."""
    for one in reversed([place, *place.parents]):
        if not one.exists():
            one.mkdir(mode=OWN_FOLDER, exist_ok=True)
    return place


def file(place: Path) -> Path:
    """Make an empty file for this account alone where there is none."""
    with suppress(FileExistsError):
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE))
    return place


def close(place: Path, mode: int = OWN_FOLDER) -> None:
    """Take what others may from one that is there; what belongs to another account is left for the guard to name."""
    with suppress(OSError):
        if place.stat().st_mode & ~mode & 0o777:
            place.chmod(mode)


def close_all(top: Path) -> None:
    """The folder with everything in it: what an earlier version kept was open to every account of the machine."""
    for place, mode in _inside(top):
        close(place, mode)


def _inside(top: Path) -> Iterator[tuple[Path, int]]:
    for here, _, names in os.walk(top):  # links are not followed
        yield Path(here), OWN_FOLDER
        yield from ((Path(here, name), OWN_FILE) for name in names if not Path(here, name).is_symlink())
