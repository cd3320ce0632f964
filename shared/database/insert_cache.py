"""Tables whose INSERT text is made once: built anew for each row it was a third of the CPU time of a small POST."""

from functools import cache
from typing import Any

from peewee import Model, Node


class Table(Model):
    """A model that writes a new row by a kept statement; whatever is not plain values goes the way of peewee."""

    def save(self, force_insert: bool = False, only: Any = None) -> Any:
        """Rows written, or False when there was nothing to write, as Model.save has it."""
        meta, row = self._meta, self.__data__
        if not force_insert or only or meta.auto_increment or any(isinstance(value, Node) for value in row.values()):
            return super().save(force_insert=force_insert, only=only)
        self._populate_unsaved_relations(row)
        meta.database.execute_sql(*self.inserted())
        self._dirty.clear()
        return 1

    def inserted(self) -> tuple[str, list[Any]]:
        """The statement that writes this row, and its parameters."""
        meta, row = self._meta, self.__data__
        fields = [field for field in meta.sorted_fields if field.name in row]
        text = _insert(meta.table_name, tuple(field.column_name for field in fields), meta.database.param)
        return text, [field.db_value(row[field.name]) for field in fields]


@cache
def _insert(table: str, columns: tuple[str, ...], mark: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join([mark] * len(columns))})'
