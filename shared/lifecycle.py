"""Reads a table of moves: what may happen to a thing in its state, and what it becomes."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Generic, TypeVar

from shared.errors import Conflict

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class Lifecycle(Generic[S, A]):
    """A state machine as a table of (from, action, to) rows; each (from, action) pair stands once."""

    def __init__(self, start: S, moves: Iterable[tuple[S, A, S]]) -> None:
        self.start = start
        self.moves = tuple(moves)
        self._to = {(source, action): target for source, action, target in self.moves}
        if len(self._to) != len(self.moves):
            raise ValueError("the same action twice from one state")

    def move(self, state: S | str, action: A) -> S:
        """The state after `action`; raises Conflict `illegal-move` that names the actions allowed now."""
        try:
            return self._to[state, action]
        except KeyError:
            raise Conflict("illegal-move", state=str(state), action=str(action), allowed=self.allowed(state)) from None

    def can(self, state: S | str, action: A) -> bool:
        return (state, action) in self._to

    def allowed(self, state: S | str) -> list[str]:
        return [str(action) for source, action, _ in self.moves if source == state]

    def ends(self) -> set[S]:
        """States that nothing leaves."""
        return {target for _, _, target in self.moves} - {source for source, _, _ in self.moves}

    def reachable(self) -> set[S]:
        seen, frontier = {self.start}, [self.start]
        while frontier:
            state = frontier.pop()
            for source, _, target in self.moves:
                if source == state and target not in seen:
                    seen.add(target)
                    frontier.append(target)
        return seen

    def mermaid(self) -> str:
        lines = [f"    [*] --> {self.start}", *(f"    {s} --> {t}: {a}" for s, a, t in self.moves)]
        lines += [f"    {state} --> [*]" for state in sorted(self.ends())]
        return "\n".join(["stateDiagram-v2", *lines])
