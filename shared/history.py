"""Appends who did what when and why to a thing's history, in the transaction of the change."""

from collections.abc import Iterable
from typing import Any

from shared.actor import Actor
from shared.database import Row
from shared.scopes import Sight
from shared.service import Room
from shared.slices import filled

MOST_LINES = 500  # of one answer


def record(room: Room, row: Row, action: str, by: Actor, **facts: Any) -> None:
    """One line of the history of `row`; `source` and `target` states come as facts of that name."""
    places = {name: facts.pop(name, "") for name in ("source", "target")}
    room.History.create(subject=row.id, action=action, by=by.sub, by_name=by.name, facts=facts, **places)


def of(room: Room, id: str, without: str = "") -> Any:
    """The history of a thing, oldest first, `without` an action, as a query that is read in pages."""
    table = room.History
    return table.select().where((table.subject == id) & (table.action != without)).order_by(table.id)


def newest(room: Room, id: str) -> list[Any]:
    """The last lines of it, oldest first, as many as an answer bears that tells other things too."""
    lines = of(room, id)

    def read(last: Any, count: int) -> list[Any]:
        before = lines.where(room.History.id < last.id) if last else lines
        return list(before.order_by(room.History.id.desc()).limit(count))

    rows, _ = filled(read, MOST_LINES, lambda line: len(str(line.__data__)))
    return rows[::-1]


def veiled(room: Room, lines: Iterable[Any], sight: Sight) -> list[Any]:
    """The same for a reader: who is not of the office reads its name in place of every name but his own."""
    if sight.everything:
        return list(lines)
    name = office(room)
    lines = [line.__data__ for line in lines]
    return [{**line, "by": "", "by_name": line["by_name"] if line["by"] == sight.sub else name} for line in lines]


def office(room: Room) -> str:
    """What stands in place of the name of whoever acted for the office."""
    return room.profile.document("agency")["name"]["id"]


def move(room: Room, row: Row, machine: Any, action: Any, by: Actor, **facts: Any) -> None:
    """Move `row` along its life cycle and write that into its history; other columns go in `facts["set"]`."""
    columns, source = facts.pop("set", {}), row.state
    target = machine.move(source, action)
    row.change(state=target, **columns)
    record(room, row, str(action), by, source=str(source), target=str(target), **facts)
