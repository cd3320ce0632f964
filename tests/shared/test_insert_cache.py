"""The kept INSERT statement of each table writes what peewee's own would write."""

from collections.abc import Callable
from typing import Any

import pytest
from peewee import SQL, BooleanField, IntegerField

from shared.database.insert_cache import Table
from shared.service import Service
from tests.support import NAMES


def written(text: str, params: Any) -> dict[str, str]:
    """Parameter by column; sealed values differ each time, so only that there is one."""
    names = text.partition("(")[2].partition(")")[0].replace('"', "").split(", ")
    assert text.count("?") + text.count("%s") == len(names) == len(params)
    return dict(zip(names, params, strict=True))


def sample(field: Any) -> Any:
    if isinstance(field, BooleanField | IntegerField):
        return 1
    return None if field.null else field.default() if callable(field.default) else "P-9"


@pytest.mark.parametrize("name", NAMES)
def test_each_table_is_written_as_peewee_would(opened: Callable[..., Service], name: str):
    service = opened(name)
    tables = [table for table in (*service.models, *service.context.tables) if issubclass(table, Table)]

    assert len(tables) > 3
    for table in tables:
        values = {field.name: sample(field) for field in table._meta.sorted_fields}
        theirs, ours = written(*table.insert(**values).sql()), written(*table(**values).inserted())
        sealed = {field.column_name for field in table._meta.sorted_fields if hasattr(field, "vault")}
        assert ours.keys() == theirs.keys()
        assert {key: ours[key] for key in ours.keys() - sealed} == {key: theirs[key] for key in ours.keys() - sealed}


def test_a_value_that_the_database_works_out_goes_the_way_of_peewee(intake: Service):
    history = intake.context.History

    with intake.store.transaction():
        history.create(subject="s", by="P-9", action=SQL("'a' || 'b'"))
        history.create(subject="s", by="P-9", action="c")

    assert [row.action for row in history.select().order_by(history.action)] == ["ab", "c"]
