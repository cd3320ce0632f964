"""Who else can read, change or replace a file of the settings: by its mode, its owner, its links, or a folder above."""

import os
import stat
from collections.abc import Collection, Iterable
from pathlib import Path

from shared.config import ROOT

MOUNTED = Path("/run/secrets")  # in a container: one user, and Docker decides owner and mode
OPEN_TO_OTHERS, WRITABLE_BY_OTHERS = 0o077, 0o022


def exposed(file: Path) -> bool:
    """Whether others than the account of this process can read the file, or own it; a missing one is not exposed."""
    facts = _facts(file)
    if not facts or _mounted(file):
        return False
    return bool(stat.S_IMODE(facts.st_mode) & OPEN_TO_OTHERS) or facts.st_uid not in trusted()


def changeable(place: Path) -> bool:
    """Whether other accounts can write the file or folder itself, or own it."""
    facts = _facts(place)
    return bool(facts) and (bool(facts.st_mode & WRITABLE_BY_OTHERS) or _foreign(place, facts))


def replaceable(steps: Iterable[Path]) -> bool:
    """Whether one of these steps on the way to a file lets others put something else in its place. In a folder such as
    /tmp (with the sticky bit) only the owner of an entry can, and each step is judged by itself."""
    return any(changeable(step) and not _sticky(step) for step in steps)


def answerable(socket: Path) -> bool:
    """Whether others than the account of the program behind a socket could answer there in its place: they write in a
    folder on the way to it, or own one. In a folder such as /tmp somebody else may begin before the program does."""
    folder = _facts(socket.parent)
    program = _facts(socket) or folder
    own = {program.st_uid} if program else set[int]()
    begun = bool(folder) and bool(folder.st_mode & WRITABLE_BY_OTHERS)
    return begun or any(_taken(step, own) for step in way(socket) if step.is_dir() and not _sticky(step))


def _taken(folder: Path, own: Collection[int]) -> bool:
    facts = _facts(folder)
    written = bool(facts) and bool(facts.st_mode & WRITABLE_BY_OTHERS)
    return written or (bool(facts) and facts.st_uid not in own and _foreign(folder, facts))


def way(*places: Path) -> set[Path]:
    """These paths and every folder that leads to them, with the targets of symbolic links and what leads there."""
    seen: set[Path] = set()
    waiting = [Path(os.path.abspath(place)) for place in places]
    while waiting:
        one = waiting.pop()
        for step in {one, *one.parents} - seen:
            seen.add(step)
            if os.path.islink(step):
                waiting.append(Path(os.path.normpath(Path(os.path.realpath(step.parent), os.readlink(step)))))
    return seen


def trusted() -> Collection[int]:
    """Accounts that need no file to change what a service does: its own, root, and whose the program is."""
    return {os.getuid(), 0, ROOT.stat().st_uid}


def _foreign(place: Path, facts: os.stat_result) -> bool:
    """Owned by another account, unless that one cannot write it from here: a host's folder mounted read-only."""
    if facts.st_uid in trusted() or _mounted(place):
        return False
    return not os.statvfs(place).f_flag & os.ST_RDONLY


def _sticky(place: Path) -> bool:
    facts = _facts(place)
    return (
        bool(facts) and stat.S_ISDIR(facts.st_mode) and bool(facts.st_mode & stat.S_ISVTX) and facts.st_uid in trusted()
    )


def _mounted(file: Path) -> bool:
    return file.resolve().is_relative_to(MOUNTED)


def _facts(place: Path) -> os.stat_result | None:
    try:
        return place.stat()
    except OSError:
        return None
