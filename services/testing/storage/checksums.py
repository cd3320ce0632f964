"""The checksum of a record: shows when what was stored is not what was written (OIML D 31)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Self

from shared.database.fields import plain
from shared.errors import Conflict

SEALED = (
    *("instrument_id", "revision", "tested_on", "verifier_code", "readings", "result"),
    *("environment", "standards", "adjustment", "marks", "departure", "type_conformity", "corrected_by"),
)
LATER = ("type_conformity", "corrected_by")  # not there when the first records were sealed; theirs must still hold


def seal_of(record: Mapping[str, Any]) -> str:
    """SHA-256 over the sealed columns, written in one way."""
    whole = {name: record[name] for name in SEALED if record[name] is not None or name not in LATER}
    written = json.dumps(whole, ensure_ascii=False, sort_keys=True, default=plain, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


class Sealed:
    """A row with the checksum `seal` over all that its verdict rests on."""

    def sealed(self, columns: dict[str, Any]) -> dict[str, Any]:
        """The columns about to be written, with the checksum over what the record is then."""
        whole = {name: columns[name] if name in columns else getattr(self, name) for name in SEALED}
        return {**columns, "seal": seal_of(whole)}

    @property
    def intact(self) -> bool:
        """Whether the record is still what was written; one from before the checksums tells nothing."""
        return self.seal in ("", seal_of({name: getattr(self, name) for name in SEALED}))

    def check_intact(self) -> Self:
        """OIML D 31: a damaged record is never used silently."""
        if not self.intact:
            raise Conflict("record-damaged", errors=[{"pointer": f"/examinations/{self.id}", "code": "damaged"}])
        return self
