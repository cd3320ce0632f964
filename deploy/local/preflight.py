"""What may hinder a start, told in one sentence before anything is begun."""

import socket
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.environment import READ_ONLY
from shared.config import Settings
from shared.production import unsafe_settings
from shared.production.unsafe_settings import Rows

TAKEN = (
    "Porta {0} sudah dipakai program lain; hentikan program itu, atau pilih yang lain dengan --port. / "
    "Port {0} is in use by another program; stop it, or choose another with --port."
)
FORBIDDEN = "Porta {0} tidak boleh dipakai di sini ({1}). / Port {0} may not be used here ({1})."
MISSING = (
    "Bagian layanan ini tidak ada di sini: {0}. / These services are missing here: {0}. "
    "Ambil kembali berkasnya / restore the files: git status."
)
HOST = "127.0.0.1"


class Hindered(Exception):
    """Why it cannot start, in a sentence for whoever typed the command."""


def check_ports(ports: list[int]) -> None:
    """Bind each port once, as the servers will: two programs on one port would each get half of the calls."""
    for port in ports:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except PermissionError as fault:
                raise Hindered(FORBIDDEN.format(port, fault.strerror)) from fault
            except (OSError, OverflowError) as fault:
                raise Hindered(TAKEN.format(port)) from fault


LOST = (
    "{0} hilang: tanpa daftar itu, yang sudah ditolak akan diterima lagi. Pulihkan dari cadangan; bila memang belum "
    "pernah ada yang ditolak, jalankan: uttp bus prepare. / is gone: without it whoever was shut out would be let in "
    "again. Restore it from the backup; if nobody ever was, run: uttp bus prepare."
)


def check_folder(folder: Path) -> None:
    """The folder exists, or can be made, and takes files."""
    probe = folder / f".probe-{id(folder)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as fault:
        raise Hindered(READ_ONLY.format(folder)) from fault


def check_revocations(var: Path, file: Path) -> None:
    """A new office begins an empty list of who is shut out; one that worked already has lost it."""
    begun = [*var.glob("*.db"), *var.glob("log"), *var.glob("keys/agencies.json"), *var.glob("secrets/office_key")]
    if begun and not file.exists():
        raise Hindered(LOST.format(file))


def check_services(wanted: tuple[str, ...], present: tuple[str, ...]) -> None:
    if missing := [name for name in wanted if name not in present]:
        raise Hindered(MISSING.format(", ".join(missing)))


def check_settings(settings: Sequence[Settings], more: Mapping[str, Sequence[Rows]]) -> None:
    """In production, all that is unsafe in any service's settings; what several share is said once."""
    found = {}
    for one in settings:
        for sentence in unsafe_settings.faults(one, more.get(one.service, ())).values() if one.production else ():
            found.setdefault(sentence, []).append(one.service)
    if found:
        raise Hindered("\n".join(f"{', '.join(names)}: {sentence}" for sentence, names in found.items()))


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
