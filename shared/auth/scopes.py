"""How far a role reaches, reading and writing apart, and the one question by which things are hidden or shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from shared.auth.actor import Actor
from shared.errors import Forbidden, NotFound


class Reach(IntEnum):
    """Nothing, the caller's own things, or those of everybody."""

    NONE = 0
    OWN = 1
    ALL = 2


@dataclass(frozen=True)
class Sight:
    """Which things a caller may touch on this route."""

    everything: bool
    owner_key: str
    sub: str
    roles: frozenset[str] = frozenset()

    def covers(self, owner_key: str) -> bool:
        """Whether a thing of this owner is among them."""
        return self.everything or owner_key == self.owner_key


class Scopes:
    """A table of roles: (reach of reading, reach of writing). Of several roles that opened the route the widest counts.

    A role that only reads never widens a write, because the columns are looked up by themselves; and roles that did not
    open the route are not there to be looked up (see `shared.http.access.by`).
    """

    def __init__(self, rows: Mapping[str, tuple[Reach, Reach]]) -> None:
        self.rows = rows

    def reaching(self, reach: Reach) -> set[str]:
        """Roles whose widest reach here is this one."""
        return {role for role, reaches in self.rows.items() if max(reaches) is reach}

    def reading(self, by: Actor) -> Sight:
        return self._sight(by, 0)

    def writing(self, by: Actor) -> Sight:
        return self._sight(by, 1)

    def owner_of_new(self, by: Actor) -> str:
        """Who owns what the caller begins: he, if one of his roles here has things of its own, whatever else he is."""
        sight = self.writing(by)
        return sight.owner_key if any(self.reach(role, True) is Reach.OWN for role in by.roles) else ""

    def reach(self, role: str, writes: bool) -> Reach:
        return self.rows.get(role, (Reach.NONE, Reach.NONE))[writes]

    def _sight(self, by: Actor, column: int) -> Sight:
        reach = max((self.reach(role, bool(column)) for role in by.roles), default=Reach.NONE)
        if reach is Reach.NONE or not by.sub:
            roles = [role for role, reaches in self.rows.items() if reaches[column] is not Reach.NONE]
            raise Forbidden("forbidden", roles=", ".join(roles))
        return Sight(reach is Reach.ALL, by.owner_key, by.sub, by.roles)


class Owned:
    """A table of things with owners: lists, details, files, papers and histories all ask `seen`."""

    @classmethod
    def seen(cls: Any, sight: Sight) -> Any:
        """The query of everything in sight; a table with more to hide says so in its own words."""
        rows = cls.select()
        return rows if sight.everything else rows.where(cls.owner_key == sight.owner_key)

    @classmethod
    def visible(cls: Any, id: str, sight: Sight, match: int | None = None) -> Any:
        """The thing, if it is in sight; one that is not is refused like one that does not exist."""
        if not cls.seen(sight).where(cls.id == id).exists():
            raise NotFound("not-found")
        return cls.find(id, match)
