"""What each move must bring before a complaint may take it; a table, and the one function that reads it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from services.complaints.domain.lifecycle import COMPLAINT, Action
from shared.errors import Conflict


class Circumstance(StrEnum):
    """What makes a move ask for more than usual."""

    UNHAPPY = "unhappy"
    IMPROVEMENT_ASKED = "improvement_asked"


@dataclass(frozen=True)
class Piece:
    """One thing at a JSON pointer, `*` meaning each of a list; `instead` does as well; `when` limits the demand."""

    pointer: str
    instead: str = ""
    when: Circumstance | None = None


# fmt: off
INVESTIGATION = (
    Piece("/authenticity/authentic"), Piece("/authenticity/why"),
    Piece("/importance/important"), Piece("/importance/standing"), Piece("/importance/why"),
    Piece("/steps"), Piece("/steps/*/what"), Piece("/steps/*/who"), Piece("/steps/*/when"),
    Piece("/problem"),
    Piece("/root_cause", instead="/root_cause_not_found_because"),
)
EVIDENCE: Mapping[Action, tuple[Piece, ...]] = {
    Action.CONFIRM: (),
    Action.TAKE_IN: (Piece("/why"),),
    Action.LAPSE: (Piece("/waited_until"),),
    Action.VERIFY: INVESTIGATION,
    Action.DISMISS: (*INVESTIGATION, Piece("/message")),
    Action.CLASSIFY: (Piece("/type"), Piece("/severity")),
    Action.ASSIGN: (Piece("/staff_id"), Piece("/why")),
    Action.START: (Piece("/plan"),),
    Action.REPORT_DONE: (
        Piece("/actions"), Piece("/actions/*/what"), Piece("/actions/*/who"), Piece("/actions/*/when"),
    ),
    Action.RESUME: (Piece("/why"),),
    Action.RESOLVE: (
        Piece("/effect/how"), Piece("/effect/when"), Piece("/effect/by"), Piece("/resolution"), Piece("/messages"),
    ),
    Action.ANSWER: (Piece("/rating"),),
    Action.TIME_OUT: (Piece("/waited_until"),),
    Action.EVALUATE: (
        Piece("/note"),
        Piece("/cause/code", instead="/cause/not_found_because"),
        Piece("/rating_review/linked_to_cause", "/rating_review/refused_because", Circumstance.UNHAPPY),
        Piece("/improvement/measure", when=Circumstance.IMPROVEMENT_ASKED),
        Piece("/improvement/description", when=Circumstance.IMPROVEMENT_ASKED),
        Piece("/improvement/owner_id", when=Circumstance.IMPROVEMENT_ASKED),
        Piece("/improvement/due_on", when=Circumstance.IMPROVEMENT_ASKED),
        Piece("/improvement/effect_check", when=Circumstance.IMPROVEMENT_ASKED),
    ),
    Action.REOPEN: (Piece("/why"),),
    Action.TRANSFER: (Piece("/agency"), Piece("/message")),
    Action.WITHDRAW: (Piece("/why"),),
}
# fmt: on
SAID: Mapping[str, str] = {Action.ANSWER: "words", Action.REOPEN: "why", Action.WITHDRAW: "why"}
FINDINGS = ("problem", "root_cause", "root_cause_not_found_because")


def words_in(action: str, brought: Mapping[str, Any]) -> list[str]:
    """The words of a move that may name somebody or something: what the reporter says, and what was found. Who of the
    office did it is named too, and not meant."""
    if action in (Action.VERIFY, Action.DISMISS):
        parts: list[Mapping[str, Any]] = [brought.get(name) or {} for name in ("authenticity", "importance")]
        done: list[Mapping[str, Any]] = brought.get("steps") or []
        found: list[Any] = [brought.get(name) for name in FINDINGS]
        found += [part.get("why") for part in parts] + [step.get("what") for step in done]
        return [str(words) for words in found if words]
    said = SAID.get(action, "")
    return [brought[said]] if said and brought.get(said) else []


def missing(action: Action, brought: Mapping[str, Any], given: Collection[Circumstance] = ()) -> list[str]:
    """The pointers of everything that `action` needs in these circumstances and that was not brought."""
    asked = [piece for piece in EVIDENCE[action] if piece.when is None or piece.when in given]
    return [lack for piece in asked if not _replaced(piece, brought) for lack in _lacks(brought, piece.pointer)]


def check(state: str, action: Action, brought: Mapping[str, Any], given: Collection[Circumstance] = ()) -> None:
    """Refuse the move that may not be taken now (`illegal-move`), or not without more evidence (`evidence-missing`)."""
    COMPLAINT.move(state, action)
    if lacking := missing(action, brought, given):
        errors = [{"pointer": pointer, "code": "required"} for pointer in lacking]
        facts = {"action": str(action), "missing": ", ".join(lacking), "allowed": COMPLAINT.allowed(state)}
        raise Conflict("evidence-missing", errors=errors, **facts)


def _replaced(piece: Piece, brought: Mapping[str, Any]) -> bool:
    return bool(piece.instead) and not list(_lacks(brought, piece.instead))


def _lacks(node: Any, pointer: str, at: str = "") -> Iterator[str]:
    """Where, along `pointer`, there is nothing; `False` is something, an empty text or list is not."""
    name, _, below = pointer.removeprefix("/").partition("/")
    if name == "*":
        for index, one in enumerate(cast(list[Any], node) if isinstance(node, list) else ()):
            yield from _lacks(one, below, f"{at}/{index}")
        return
    value = cast(Mapping[str, Any], node).get(name) if isinstance(node, Mapping) else None
    if below:
        yield from _lacks(value, below, f"{at}/{name}")
    elif value is None or value in ("", []):
        yield f"{at}/{name}"
