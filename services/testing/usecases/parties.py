"""Keeps our copy of whom papers name."""

from services.testing.storage import Party, transaction


def keep(party_id: str, **facts: str | None) -> None:
    """The newest name and address of a party."""
    with transaction():
        Party.keep(party_id, facts)
