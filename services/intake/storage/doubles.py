"""Finds the same instrument on two letters of one period."""

from services.intake.domain.lifecycle import State
from services.intake.storage.tables import Application, Instrument, Item


def open_double(instrument: Instrument, period: str) -> Item | None:
    """Another open item of an instrument with the same kind, brand and serial in this period."""
    return (
        Item.select()
        .join(Instrument)
        .switch(Item)
        .join(Application)
        .where(
            Application.period == period,
            Application.state << [State.SUBMITTED, State.ACCEPTED],
            Instrument.kind == instrument.kind,
            Instrument.brand == instrument.brand,
            Instrument.serial == instrument.serial,
            Item.instrument != instrument.id,
        )
        .first()
    )
