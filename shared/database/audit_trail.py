"""Appends who did what when and why to a thing's history, in the transaction of the change."""

from collections.abc import Collection, Iterable
from typing import Any, Protocol

from shared.auth.actor import Actor
from shared.auth.scopes import Sight
from shared.database.bounded_reads import filled
from shared.database.store import Row

MOST_LINES = 500  # of one answer


class Audited(Protocol):
    """A service's context, as far as its history needs it: the table of lines, and the name of the office."""

    History: Any
    profile: Any


def record(context: Audited, row: Row, action: str, by: Actor, **facts: Any) -> None:
    """One line of the history of `row`; `source` and `target` states come as facts of that name."""
    places = {name: facts.pop(name, "") for name in ("source", "target")}
    context.History.create(subject=row.id, action=action, by=by.sub, by_name=by.name, facts=facts, **places)


def of(context: Audited, id: str, without: str = "") -> Any:
    """The history of a thing, oldest first, `without` an action, as a query that is read in pages."""
    table = context.History
    return table.select().where((table.subject == id) & (table.action != without)).order_by(table.id)


def has_acted(context: Audited, id: str, sub: str, besides: Collection[str]) -> bool:
    """Whether this account did anything to the thing but these actions; accounts are sealed, so line by line."""
    table = context.History
    lines = table.select(table.by).where(table.subject == id, table.action.not_in(besides))
    return any(line.by == sub for line in lines.iterator())


def newest(context: Audited, id: str) -> list[Any]:
    """The last lines of it, oldest first, as many as an answer bears that tells other things too."""
    lines = of(context, id)

    def read(last: Any, count: int) -> list[Any]:
        before = lines.where(context.History.id < last.id) if last else lines
        return list(before.order_by(context.History.id.desc()).limit(count))

    rows, _ = filled(read, MOST_LINES, lambda line: len(str(line.__data__)))
    return rows[::-1]


def veiled(context: Audited, lines: Iterable[Any], sight: Sight) -> list[Any]:
    """The same for a reader: who is not of the office reads its name in place of every name but his own."""
    if sight.everything:
        return list(lines)
    name = office(context)
    lines = [line.__data__ for line in lines]
    return [{**line, "by": "", "by_name": line["by_name"] if line["by"] == sight.sub else name} for line in lines]


def office(context: Audited) -> str:
    """What stands in place of the name of whoever acted for the office."""
    return context.profile.document("agency")["name"]["id"]


def move(context: Audited, row: Row, machine: Any, action: Any, by: Actor, **facts: Any) -> None:
    """Move `row` along its life cycle and write that into its history; other columns go in `facts["set"]`."""
    columns, source = facts.pop("set", {}), row.state
    target = machine.move(source, action)
    row.change(state=target, **columns)
    record(context, row, str(action), by, source=str(source), target=str(target), **facts)
