"""The next event is found at once however many wait, and so are the few that were tried in vain."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    migrator.migrate(migrator.add_index("inbox_event", ("state", "received_at", "id")))
    migrator.migrate(migrator.drop_index("inbox_event", "inboxevent_state_next_at"))
    tried = "(state, next_at) WHERE last_error IS NOT NULL"
    db.execute_sql(f"CREATE INDEX inboxevent_tried_in_vain ON inbox_event {tried}")


def down(migrator: Any, _: Any) -> None:
    migrator.migrate(migrator.drop_index("inbox_event", "inboxevent_tried_in_vain"))
    migrator.migrate(migrator.add_index("inbox_event", ("state", "next_at")))
    migrator.migrate(migrator.drop_index("inbox_event", "inbox_event_state_received_at_id"))
