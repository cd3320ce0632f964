"""Number series without holes: the next number is taken in the transaction that uses it, so a rollback returns it."""

from shared.database import Store
from shared.ids import check_letter

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def take(store: Store, series: str) -> int:
    """The next number of `series`, starting with 1; must be called inside a transaction."""
    if not store.in_transaction:
        raise RuntimeError(f"number of {series} taken outside a transaction")
    sql = (
        "INSERT INTO counter (series, value) VALUES (?, 1) ON CONFLICT (series) DO UPDATE SET value = counter.value + 1"
    )
    return store.execute(f"{sql} RETURNING value", series).fetchone()[0]


def official(pattern: str, serial: int, year: int, month: int) -> str:
    """Fill a pattern such as `PTU-{year}-{serial:06}-{check}`; `{roman}` is the month, `{check}` guards the rest."""
    return pattern.format(year=year, serial=serial, roman=ROMAN[month], check=check_letter(f"{year}{serial:06}"))
