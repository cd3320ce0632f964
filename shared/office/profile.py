"""Reads a folder of TOML and CSV: dated rows and documents, without knowing what their words mean."""

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NoReturn

from shared.office.calendar import valid_on

__all__ = [
    "Faulty", "Frozen", "Profile", "valid_on",
    "day", "decimal", "flag", "moment", "month_day", "optional", "text", "whole", "words",
]  # fmt: skip

Reader = Callable[[Any], Any]


class Faulty(Exception):
    """A file of the folder cannot be used; the text names file, row and column for whoever mends it."""


class Lacking(Faulty, KeyError):
    """A row has no such column: written otherwise in the file, or in the code that asks."""

    __str__ = Exception.__str__  # a KeyError would put the sentence in quotes


class Frozen(dict):  # a dict, so that it can be written as JSON as it is
    """A dict that nobody can change."""

    where = ""  # file and row, of a row that `Profile.table` gave

    def __missing__(self, key: str) -> NoReturn:
        raise Lacking(f"{self.where}: column {key} is missing" if self.where else key)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a row of the profile is never changed; copy it with dict(row)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


class Profile:
    """One folder. `table` gives rows, `document` a whole TOML file; both are read once."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise Faulty(f"{self.folder}: no such folder")
        self.document = cache(self.document)
        self._rows = cache(self._rows)
        self._table = lru_cache(maxsize=256)(self._table)

    def document(self, name: str) -> Mapping[str, Any]:
        """The file `<name>.toml`, frozen."""
        return _frozen(_toml(self.folder / f"{name}.toml"))

    def table(self, name: str, /, **columns: Reader) -> list[Mapping[str, Any]]:
        """The rows of `<name>.csv`; or, for a name such as `calendar.week`, the `[[week]]` tables of `calendar.toml`.

        `columns` are the ones the caller relies on, each with its reader (`code=text, minutes=whole`): the column must
        be there and every value readable. Other columns come as they are; `valid_from` and `valid_to` always as dates.
        """
        return list(self._table(name, tuple(columns.items())))

    def _table(self, name: str, columns: tuple[tuple[str, Reader], ...]) -> tuple[Mapping[str, Any], ...]:
        path, rows = self._rows(name)
        readers = dict(columns)
        return tuple(_converted(f"{path}: row {number}", row, {**_dates(row), **readers}) for number, row in rows)

    def _rows(self, name: str) -> tuple[Path, tuple[tuple[int, Mapping[str, Any]], ...]]:
        file, _, key = name.partition(".")
        if not key:
            path = self.folder / f"{file}.csv"
            return path, tuple(_csv(path))
        path = self.folder / f"{file}.toml"
        rows = self.document(file).get(key)
        if not isinstance(rows, tuple):
            raise Faulty(f"{path}: has no [[{key}]]")
        return path, tuple(enumerate(rows, 1))


def text(value: Any) -> str:
    """Words; not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is empty")
    return value.strip()


def whole(value: Any) -> int:
    """A whole number, not negative."""
    if not str(value).isdecimal():
        raise ValueError("is not a whole number")
    return int(value)


def decimal(value: Any) -> Decimal:
    """An exact number, written with a point."""
    if not str(value).removeprefix("-").replace(".", "", 1).isdecimal():
        raise ValueError("is not a decimal number")
    return Decimal(str(value))


def flag(value: Any) -> bool:
    """`yes` or `no`."""
    try:
        return {"yes": True, "no": False, True: True, False: False}[value]
    except (KeyError, TypeError):
        raise ValueError("is neither yes nor no") from None


def day(value: Any) -> date:
    """A date, `2026-11-22`."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def moment(value: Any) -> time:
    """A time of day, `07:30`."""
    return value if isinstance(value, time) else time.fromisoformat(value)


def month_day(value: Any) -> tuple[int, int]:
    """A day of every year, `07-01`, as (7, 1)."""
    each = date.fromisoformat(f"2000-{value}")
    return each.month, each.day


def words(value: Any) -> tuple[str, ...]:
    """A list inside one cell, `nominal;class`."""
    return tuple(part.strip() for part in text(value).split(";"))


@cache
def optional(reader: Reader) -> Reader:
    """The same reader, but an empty cell is None; the same one each time, so that converted tables are kept."""
    return lambda value: None if value in ("", None) else reader(value)


def _dates(row: Mapping[str, Any]) -> dict[str, Reader]:
    return {"valid_from": day, "valid_to": optional(day)} if "valid_from" in row else {}


def _converted(where: str, row: Mapping[str, Any], columns: Mapping[str, Reader]) -> Mapping[str, Any]:
    values = dict(row)
    for column, reader in columns.items():
        if column not in row and isinstance(row, _Line):
            raise Lacking(f"{where}: column {column} is missing")
        try:
            values[column] = reader(row.get(column))
        except (ValueError, TypeError, AttributeError) as fault:
            raise Faulty(f"{where}: column {column}: {row.get(column)!r}: {fault}") from fault
    if values.get("valid_to") and values["valid_to"] < values["valid_from"]:
        raise Faulty(f"{where}: column valid_to: ends before it begins")
    made = Frozen(values)
    made.where = where
    return made


class _Line(dict):
    """A row of a CSV file: every column of the header is in it."""


def _csv(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Numbered as an editor numbers lines: the header is row 1."""
    lines = csv.reader(_read(path).decode("utf-8-sig").splitlines())
    header = [column.strip() for column in next(lines, [])]
    if not header or len(set(header)) < len(header):
        raise Faulty(f"{path}: row 1: the header is empty or names a column twice")
    for number, cells in enumerate(lines, 2):
        if len(cells) != len(header):
            raise Faulty(f"{path}: row {number}: {len(cells)} cells under {len(header)} columns")
        yield number, _Line(zip(header, (cell.strip() for cell in cells), strict=True))


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(_read(path).decode())
    except tomllib.TOMLDecodeError as fault:
        raise Faulty(f"{path}: {fault}") from fault


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Faulty(f"{path}: {fault.strerror}") from fault


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return Frozen((key, _frozen(each)) for key, each in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
