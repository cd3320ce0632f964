"""Who signs our papers: each signer knows its key, the level it reaches, and the legal words printed on the paper."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from services.certificates.adapters.keys import Key, read_pem, read_pkcs12
from services.certificates.adapters.turn import IN_TURN
from shared import clock

UNCERTIFIED = MappingProxyType(
    {
        "id": "Tanda tangan elektronik tidak tersertifikasi (kunci setempat kantor, uji coba)",
        "en": "Uncertified electronic signature (the office's local key, trial)",
    }
)


@dataclass(frozen=True)
class Signed:
    """A signed paper: its bytes, the PAdES level reached, the legal words for it, the id of the key."""

    pdf: bytes
    level: str
    kind_text: dict[str, str]
    kid: str


@dataclass
class Signer:
    """Signs with a key that this process holds. `kind_text` must stand on the paper before it is signed."""

    key: Key = field(repr=False)
    kind_text: dict[str, str]
    place: str = ""
    reason: str = "Pengesahan surat keterangan"
    level: str = "B-B"

    @property
    def kid(self) -> str:
        return self.key.kid

    def sign(self, pdf: bytes) -> Signed:
        """The paper with one certification signature over all of it; Unavailable when the key may not be used now."""
        from services.certificates.adapters import pades  # pyHanko takes most of a second to load

        self.key.check_time()
        with IN_TURN:
            signed = pades.sign(pdf, self._tool, reason=self.reason, place=self.place, at=clock.now())
        return Signed(signed, self.level, dict(self.kind_text), self.kid)

    @cached_property
    def _tool(self) -> object:
        from services.certificates.adapters import pades

        return pades.KeptKeySigner(self.key)


class LocalSigner(Signer):
    """The office's own key: good for trial and for offices without another, and never *tersertifikasi*."""

    def __init__(self, key_path: Path, cert_path: Path, place: str = "") -> None:
        super().__init__(read_pem(key_path, cert_path), dict(UNCERTIFIED), place)


class Pkcs12Signer(Signer):
    """A key from a certification authority. What the signature is in law is said by configuration, never guessed."""

    def __init__(self, path: Path, secret: str | None, kind_text: dict[str, str], place: str = "") -> None:
        super().__init__(read_pkcs12(path, secret), dict(kind_text), place)
