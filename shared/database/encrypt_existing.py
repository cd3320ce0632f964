"""Seals, inside a migration, what a database held open until then: texts, JSON, digests that anybody could make."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from peewee import CharField, Model, TextField

from shared.auth.pseudonyms import COLUMN, office
from shared.database.encryption import Vault
from shared.database.store import Store

BATCH = 500
Change = Callable[[Vault, str], str]
Wide = tuple[str, str, int]  # table, column, and the letters that it held before
Kinds = Mapping[str, str]  # how each column of a table is sealed: a name of UP and DOWN


def text(vault: Vault, kept: str) -> str:
    """A plain text, as a SecretField keeps it."""
    return vault.seal(json.dumps(kept, ensure_ascii=False))


def value(vault: Vault, kept: str) -> str:
    """JSON, as a SecretField keeps it."""
    return vault.seal(kept)


def plain_text(vault: Vault, kept: str) -> str:
    return json.loads(vault.unseal(kept))


def plain_value(vault: Vault, kept: str) -> str:
    return vault.unseal(kept)


def digest(vault: Vault, kept: str) -> str:
    """A keyed digest in the place of what can be guessed."""
    return vault.digest(kept) if kept else kept


def account(vault: Vault, kept: str) -> str:
    """The keyed digest of an account, by which its things are found."""
    return vault.digest(f"account\n{kept}") if kept else kept


def as_it_is(_: Vault, kept: str) -> str:
    """No digest tells what it was made of."""
    return kept


UP: dict[str, Change] = {"text": text, "json": value, "digest": digest, "account": account}
DOWN: dict[str, Change] = {"text": plain_text, "json": plain_value, "digest": as_it_is, "account": as_it_is}


def seal(migrator: Any, db: Any, wider: Sequence[Wide], sealed: Mapping[str, Kinds]) -> None:
    """Columns become as wide as sealed text needs, and what stands in them is sealed; kept answers are kept apart."""
    for table, column, _ in wider:
        migrator.migrate(migrator.alter_column_type(table, column, TextField()))
    _rewritten(db, sealed, UP)
    keep_keys_apart(db)


def unseal(migrator: Any, db: Any, wider: Sequence[Wide], sealed: Mapping[str, Kinds]) -> None:
    """The way back; kept answers go, because a digest does not tell what it was made of."""
    _rewritten(db, sealed, DOWN)
    for table, column, letters in wider:
        migrator.migrate(migrator.alter_column_type(table, column, CharField(max_length=letters)))
    db.execute_sql("DELETE FROM idempotency_key")


def _rewritten(db: Any, sealed: Mapping[str, Kinds], changes: Mapping[str, Change]) -> None:
    for table, columns in sealed.items():
        rewrite(db, table, {name: changes[kind] for name, kind in columns.items()})


def rewrite(db: Any, table: str, columns: Mapping[str, Change]) -> None:
    """Write each of these columns anew, row by row; the migration commits all of it or nothing."""
    after, vault, mark = "", db.vault, db.param
    names = [f'"{name}"' for name in columns]
    page = f'SELECT id, {", ".join(names)} FROM "{table}" WHERE id > {mark} ORDER BY id LIMIT {BATCH}'
    change = f'UPDATE "{table}" SET {", ".join(f"{name} = {mark}" for name in names)} WHERE id = {mark}'
    while rows := db.execute_sql(page, (after,)).fetchall():
        for id, *kept in rows:
            db.execute_sql(change, (*_changed(vault, columns.values(), kept), id))
        after = rows[-1][0]


def _changed(vault: Vault, changes: Iterable[Change], kept: Sequence[str | None]) -> list[str | None]:
    return [one if one is None else change(vault, one) for change, one in zip(changes, kept, strict=True)]


def keep_keys_apart(db: Any) -> None:
    """Answers kept under an Idempotency-Key: account, key and fingerprint become keyed digests, the key of a caller
    without an account one together with his body."""
    vault, mark = db.vault, db.param
    rows = db.execute_sql("SELECT id, owner, key, fingerprint FROM idempotency_key").fetchall()
    change = f"UPDATE idempotency_key SET owner = {mark}, key = {mark}, fingerprint = {mark} WHERE id = {mark}"
    for id, owner, key, fingerprint in rows:
        db.execute_sql(change, (*_ticket(vault, owner, key, fingerprint), vault.digest(fingerprint), id))


def _ticket(vault: Vault, owner: str, key: str, fingerprint: str) -> tuple[str, str]:
    """As `shared.http.idempotency.ticket_of` did when this was written."""
    if not owner:
        return "", vault.digest(f"key\n{key}\n{fingerprint}")
    return vault.digest(f"owner\n{owner}"), vault.digest(f"key\n{key}")


def renew(store: Store, tables: Iterable[type[Model]]) -> int:
    """Write today's form over all older pseudonyms of accounts; returns how many rows there were."""
    count = 0
    for table in (one for one in tables if COLUMN in one._meta.fields):
        column = getattr(table, COLUMN)
        with store.transaction():
            for (kept,) in list(table.select(column).distinct().tuples()):
                if (today := office.newest(kept)) != kept:
                    count += table.update({column: today}).where(column == kept).execute()
    return count
