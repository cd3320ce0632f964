"""From whom an order of a complaint is kept: digests of codes beside it, and whether they mean a reader."""

from collections.abc import Collection
from typing import Any

from services.testing.domain.verifier_codes import normal_code
from services.testing.storage.context import store
from services.testing.storage.registry import Verifier
from shared.auth.actor import Actor
from shared.auth.scopes import Sight
from shared.database.encryption import Vault

DESK = ("front_officer", "head", "auditor", "admin")  # who may know whom a complaint is about: who plans, who looks on
HANDLES, DECIDES = "complaint_officer", "head"


def kept(column: Any, reader: Sight | Actor) -> Any:
    """The condition on orders that a complaint opened and that are not there for this reader; None if all are.

    A verifier is kept from those about a test he had a hand in. Who handles complaints is kept from all: which of them
    he may know of only complaints can tell, and there he reads what came of them.
    """
    if HANDLES in reader.roles and DECIDES not in reader.roles:
        return column != ""
    own = Verifier.of(reader.sub)
    return column.contains(kept_marks(store.vault, [own.code])) if own else None


def kept_marks(vault: Vault, codes: Collection[str]) -> str:
    """Keyed digests of codes as one text in which each can be looked for by itself; the table names nobody."""
    found = sorted({vault.digest(f"kept\n{normal_code(code)}")[:32] for code in codes})
    return f"|{'|'.join(found)}|" if found else ""
