"""Tells which software and which parameters decide verdicts, so that a paper can name them (OIML D 31; WELMEC 7.2)."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

VERSION = "1.4"  # of the legally relevant part: raised with every change of what it decides
DOMAIN = Path(__file__).parent.parent / "domain"
DATA = Path(__file__).parent.parent / "data"

# Everything that stands between a reading and a verdict; a test holds this list against the imports.
MODULES = (
    "limits/length",
    "limits/loads",
    "limits/mass",
    "limits/mpe",
    "limits/plate_rules",
    "limits/procedure",
    "limits/tables",
    "limits/volume",
    "quantity",
    "record/conditions",
    "record/contents",
    "record/gaps",
    "record/standards",
    "type_approval",
    "verdict/beams",
    "verdict/decision_rule",
    "verdict/departure",
    "verdict/discrimination",
    "verdict/evaluation_context",
    "verdict/explanation",
    "verdict/faults",
    "verdict/measures",
    "verdict/repeatability",
    "verdict/result",
    "verdict/scales",
    "verdict/sentences",
    "verdict/substitution",
    "verdict/tare",
    "verdict/verdict",
    "words",
)


@dataclass(frozen=True)
class Identity:
    """The legally relevant part: its version, and checksums (SHA-256) of its program and of its parameters."""

    version: str
    program: str
    parameters: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    @property
    def short(self) -> str:
        """As a paper prints it: version, and enough of both checksums to compare by eye."""
        return f"{self.version} · {self.program[:8]} · {self.parameters[:8]}"


@cache
def identity(domain: Path = DOMAIN, data: Path = DATA) -> Identity:
    """The checksums of what is installed, whatever its version says."""
    program = [domain / f"{name}.py" for name in MODULES]
    tables = [path for part in ("limits", "procedures") for path in (data / part).iterdir() if path.is_file()]
    return Identity(VERSION, _checksum(program), _checksum([*tables, data / "decisions.toml"]))


def _checksum(paths: Iterable[Path]) -> str:
    """Over name and content of each file in the order of the names, so that it is the same on every machine."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()
