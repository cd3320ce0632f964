"""The checksum of a record: shows when what was stored is not what was written (OIML D 31)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from shared.fields import plain

SEALED = (
    *("instrument_id", "revision", "tested_on", "verifier_code", "readings", "result"),
    *("environment", "standards", "adjustment", "marks", "departure", "type_conformity"),
)
LATER = ("type_conformity",)  # not there when the first records were sealed; theirs must still hold


def seal_of(record: Mapping[str, Any]) -> str:
    """SHA-256 over the sealed columns, written in one way."""
    whole = {name: record[name] for name in SEALED if record[name] is not None or name not in LATER}
    written = json.dumps(whole, ensure_ascii=False, sort_keys=True, default=plain, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
