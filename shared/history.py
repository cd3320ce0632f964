"""Appends who did what when and why to a thing's history, in the transaction of the change."""

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


def of(room: Room, id: str, without: str = "") -> list[Any]:
    """The history of a thing, oldest first, `without` an action; of a long one the newest an answer bears, behind a
    line that says how many are `left_out` before them."""
    table = room.History
    lines = table.select().where((table.subject == id) & (table.action != without))

    def read(last: Any, count: int) -> list[Any]:
        before = lines.where(table.id < last.id) if last else lines
        return list(before.order_by(table.id.desc()).limit(count))

    rows, more = filled(read, MOST_LINES, lambda line: len(str(line.__data__)))
    earlier = lines.where(table.id < rows[-1].id).count() if more else 0
    first = [table(subject=id, at=rows[-1].at, by="", action="left_out", facts={"lines": earlier})] if earlier else []
    return first + rows[::-1]


def told(room: Room, id: str, sight: Sight) -> list[dict[str, Any]]:
    """The same for a reader: who is not of the office reads its name in place of every name but his own."""
    lines = [line.__data__ for line in of(room, id)]
    if sight.everything:
        return lines
    office = room.profile.document("agency")["name"]["id"]
    return [{**line, "by": "", "by_name": line["by_name"] if line["by"] == sight.sub else office} for line in lines]


def move(room: Room, row: Row, machine: Any, action: Any, by: Actor, **facts: Any) -> None:
    """Move `row` along its life cycle and write that into its history; other columns go in `facts["set"]`."""
    columns, source = facts.pop("set", {}), row.state
    target = machine.move(source, action)
    row.change(state=target, **columns)
    record(room, row, str(action), by, source=str(source), target=str(target), **facts)
