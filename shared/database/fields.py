"""Column types that mean the same on SQLite and PostgreSQL."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from peewee import CharField, Field, TextField

from shared import clock
from shared.database.encryption import Vault


class MomentField(TextField):
    """An aware UTC moment as RFC 3339 text with milliseconds: sorts as text, reads the same everywhere."""

    if TYPE_CHECKING:

        @overload
        def __new__(cls, *args: Any, null: Literal[True], **kwargs: Any) -> Field[datetime | None]: ...
        @overload
        def __new__(cls, *args: Any, null: Literal[False] = ..., **kwargs: Any) -> Field[datetime]: ...
        def __new__(cls, *args: Any, **kwargs: Any) -> Field: ...

    def db_value(self, value: datetime | None) -> str | None:
        return value if value is None or isinstance(value, str) else clock.rfc3339(value)

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


class _AnyField(TextField):
    """A text column whose values are no text for who reads a row: what a type checker sees of it."""

    if TYPE_CHECKING:

        def __new__(cls, *args: Any, **kwargs: Any) -> Self: ...
        @overload
        def __get__(self, instance: None, owner: Any) -> Self: ...
        @overload
        def __get__(self, instance: object, owner: Any) -> Any: ...
        def __get__(self, instance: Any, owner: Any) -> Any: ...
        def __set__(self, instance: object, value: Any) -> None: ...


class JsonField(_AnyField):
    """Any JSON value; decimals and moments become strings on the way in."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, default=plain, separators=(",", ":"))

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class SecretField(_AnyField):
    """Personal data: encrypted with the service's key, unreadable without it. The plumbing names its vault later."""

    def __init__(self, vault: Vault | None = None, **kwargs: Any) -> None:
        self.vault: Any = vault
        super().__init__(**kwargs)

    def db_value(self, value: Any) -> str | None:
        return None if value is None else self.vault.seal(json.dumps(value, ensure_ascii=False, default=plain))

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(self.vault.unseal(value))


class FileField(CharField):
    """The digest of a file that lies beside the database: while a row names it, its bytes are not taken away."""

    def named(self, value: str | None) -> Iterator[str]:
        if value:
            yield value


class FilesField(JsonField):
    """What is known of a file, or of several, with `sha256` for its digest: while a row names it, it is kept."""

    def named(self, value: Any) -> Iterator[str]:
        for one in value if isinstance(value, list) else [value] if value else []:
            yield one["sha256"]


def plain(value: Any) -> str:
    """How a value that JSON does not know is written."""
    return clock.rfc3339(value) if isinstance(value, datetime) else str(value)
