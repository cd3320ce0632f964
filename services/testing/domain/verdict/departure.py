"""A verdict against the rule: which units it changes, and that there must be something to change."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.testing.domain import words
from services.testing.domain.verdict import sentences
from services.testing.domain.verdict.result import Verdict
from shared.errors import Invalid

Pair = tuple[str, str]


def departing(result: Mapping[str, Any], chosen: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The units with the rule's verdict and the other one; a unit without a verdict has none to depart from."""
    ruled = {unit["unit"]: unit["verdict"] for unit in result["units"]}
    found = [(at, _fault(ruled, row, chosen)) for at, row in enumerate(chosen)]
    faults = [{"pointer": f"/units/{at}", "code": code} for at, code in found if code]
    if faults:
        raise Invalid("departure-faulty", errors=faults, count=len(faults))
    return [{"unit": row["unit"], "rule": ruled[row["unit"]], "verdict": row["verdict"]} for row in chosen]


def _fault(ruled: Mapping[str, str], row: Mapping[str, str], chosen: Sequence[Mapping[str, str]]) -> str:
    found = ruled.get(row["unit"])
    if found is None:
        return "unit-not-expected"
    if [one["unit"] for one in chosen].count(row["unit"]) > 1:
        return "double"
    return {Verdict.INCOMPLETE: "no-verdict", row["verdict"]: "same-verdict"}.get(found, "")


def counting(result: Mapping[str, Any], departure: Mapping[str, Any] | None) -> dict[str, str]:
    """The verdict that counts, by unit."""
    changed = {row["unit"]: row["verdict"] for row in (departure or {}).get("units", ())}
    return {unit["unit"]: changed.get(unit["unit"], unit["verdict"]) for unit in result.get("units", ())}


def lines(departure: Mapping[str, Any] | None) -> list[Pair]:
    """One sentence per unit, for whoever reads the verdict."""
    if not departure:
        return []
    return [_line(row, departure) for row in departure["units"]]


def _line(row: Mapping[str, str], departure: Mapping[str, Any]) -> Pair:
    rule, verdict = (words.VERDICTS[Verdict(row[name])] for name in ("rule", "verdict"))
    facts = {"unit": row["unit"], "reason": departure["reason"], "verifier": departure["verifier_code"]}
    return tuple(
        sentence.format(rule=rule[at], verdict=verdict[at], **facts) for at, sentence in enumerate(sentences.DEPARTED)
    )
