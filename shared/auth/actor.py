"""Who acts: what use cases may know of the caller, without knowing how he came."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from shared.auth.pseudonyms import office


@dataclass(frozen=True)
class Actor:
    """A person or a service; `sub` stands in histories and four-eyes rules.

    Of a caller over HTTP, `roles` are those that opened the route, and never all that he holds.
    """

    sub: str
    name: str = ""
    issuer: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    types: tuple[str, ...] = ()
    token: str = ""  # its id, by which the list of those shut out may name it

    @property
    def owner_key(self) -> str:
        """The pseudonym of this account in this office; empty for nobody."""
        return office.of(self.issuer, self.sub)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def within(self, roles: Collection[str]) -> "Actor":
        """The same caller, acting in these roles alone."""
        return replace(self, roles=self.roles & frozenset(roles))

    def owns(self, owner_key: str) -> bool:
        """Whether a thing of this owner is the caller's own; what nobody owns is not."""
        return bool(owner_key) and owner_key == self.owner_key


NOBODY = Actor("")
CLOCK = Actor("clock", "jadwal otomatis", roles=frozenset({"clock"}))


def of_event(source: str) -> Actor:
    """The peer service whose event moves us."""
    return Actor(source, source)
