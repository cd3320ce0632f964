"""Finds the same instrument on two letters of one period."""

from typing import Any

from peewee import Value, fn

from services.intake.domain.lifecycle import State
from services.intake.storage.tables import Application, Instrument, Item

DIVIDING = (" ", "\u00a0", "-", "\u2010", "\u2011", "\u2013", ".", "/", "_")


def open_double(instrument: Instrument, period: str) -> Item | None:
    """Another open item of an instrument with the same kind, brand and serial, however written, in this period."""
    return (
        Item.select()
        .join(Instrument)
        .switch(Item)
        .join(Application)
        .where(
            Application.period == period,
            Application.state << [State.SUBMITTED, State.ACCEPTED],
            Instrument.kind == instrument.kind,
            _plain(Instrument.brand) == _plain(Value(instrument.brand)),
            _plain(Instrument.serial) == _plain(Value(instrument.serial)),
            Item.instrument != instrument.id,
        )
        .first()
    )


def _plain(text: Any) -> Any:
    """For the database on both sides: small letters are large ones, and what only divides does not count."""
    for mark in DIVIDING:
        text = fn.REPLACE(text, mark, "")
    return fn.UPPER(text)
