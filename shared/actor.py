"""Who acts: what use cases may know of the caller, without knowing how he came."""

from dataclasses import dataclass, field

from shared.ids import name_id


@dataclass(frozen=True)
class Actor:
    """A person or a service with its roles; `sub` stands in histories and four-eyes rules."""

    sub: str
    name: str = ""
    issuer: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    types: tuple[str, ...] = ()

    @property
    def owner_key(self) -> str:
        """The pseudonym of this account: UUIDv5 of issuer and subject; empty for nobody."""
        return name_id(self.issuer, self.sub) if self.sub else ""

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


NOBODY = Actor("")
CLOCK = Actor("clock", "jadwal otomatis", roles=frozenset({"clock"}))


def of_event(source: str) -> Actor:
    """The peer service whose event moves us."""
    return Actor(source, source)
