"""Number series without holes: the next number is taken in the transaction that uses it, so a rollback returns it."""

import re

from shared.database.store import Store
from shared.look_alikes import check_letter

OF_A_YEAR = re.compile(r"(.+)-\d{4}")  # how series are named that begin anew each year
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def take(store: Store, series: str) -> int:
    """The next number of `series`, starting with 1; must be called inside a transaction."""
    if not store.in_transaction:
        raise RuntimeError(f"number of {series} taken outside a transaction")
    sql = (
        "INSERT INTO counter (series, value) VALUES (?, 1) ON CONFLICT (series) DO UPDATE SET value = counter.value + 1"
    )
    return store.execute(f"{sql} RETURNING value", series).fetchone()[0]


def leap(store: Store, year: int, by: int) -> dict[str, list[int]]:
    """Leave out the next `by` numbers of every series, for they may stand on papers that this database has forgotten;
    returns the first and the last of them by series."""
    known = [OF_A_YEAR.fullmatch(series) for (series,) in store.execute("SELECT series FROM counter").fetchall()]
    series = sorted({f"{found[1]}-{year}" for found in known if found}) if by else []
    firsts = {name: take(store, name) for name in series}
    for name, first in firsts.items():
        store.execute("UPDATE counter SET value = ? WHERE series = ?", first + by - 1, name)
    return {name: [first, first + by - 1] for name, first in firsts.items()}


def official(pattern: str, serial: int, year: int, month: int) -> str:
    """Fill a pattern such as `PTU-{year}-{serial:06}-{check}`; `{roman}` is the month, `{check}` guards the rest."""
    return pattern.format(year=year, serial=serial, roman=ROMAN[month], check=check_letter(f"{year}{serial:06}"))
