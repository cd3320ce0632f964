"""Running sums of the plumbing, by name, in the database of the service: they survive restarts and are never reset."""

from shared.database.store import Store

ADD = """INSERT INTO counter (series, value) VALUES (?, ?) ON CONFLICT (series)
         DO UPDATE SET value = counter.value + excluded.value"""
PUT = "INSERT INTO counter (series, value) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET value = excluded.value"


def add(store: Store, series: str, count: int) -> None:
    """Add to a sum, in the transaction of what is counted."""
    if count:
        with store.transaction():
            store.execute(ADD, series, count)


def put(store: Store, series: str, value: int) -> None:
    """Note the present value of something; writes only when it has changed."""
    if read(store, series) != value:
        with store.transaction():
            store.execute(PUT, series, value)


def read(store: Store, series: str) -> int:
    """The sum; 0 when nothing was ever counted."""
    row = store.execute("SELECT value FROM counter WHERE series = ?", series).fetchone()
    return row[0] if row else 0
