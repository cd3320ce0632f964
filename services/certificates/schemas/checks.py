"""Builds the checks that asked and answered shapes share."""

from collections.abc import Iterable

from marshmallow import validate


def one_of(names: Iterable[object]) -> validate.OneOf:
    """Nothing but these names."""
    return validate.OneOf([str(name) for name in names])
