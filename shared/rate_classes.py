"""How often somebody may call: one table of classes of routes, what a setting changes in it, and what is too much."""

import math
import re

from limits import RateLimitItem, parse_many

# A class of routes and what is counted in it. `caller`: calls of an account, or of an address that has none. `wrong`:
# refused codes of an address; `pair`: of an address for one number; `number`: for one number, whoever tried.
TABLE: dict[str, dict[str, str]] = {
    "health": {"caller": "1200/minute"},
    "feed": {},
    "public-read": {"caller": "300/minute"},
    "public-write": {"caller": "10/minute;60/hour"},
    "code": {"caller": "60/minute;600/hour", "wrong": "30/15 minute", "pair": "10/15 minute", "number": "100/hour"},
    "check": {"caller": "60/minute;600/hour"},
    "read": {"caller": "1200/minute"},
    "write": {"caller": "600/minute"},
    "submission": {"caller": "60/hour;120/day"},  # each takes an official number; a counter hands in for many
    "unknown": {"caller": "300/minute"},
    "token": {"wrong": "30/5 minute"},
}
EVERY = "all"
FORM = re.compile(
    r"\s*(?P<name>[a-z-]+)(\.(?P<kind>[a-z]+))?\s*=\s*(?P<rates>[0-9]+/[0-9a-z ]+(;[0-9]+/[0-9a-z ]+)*)\s*"
)
MOST_TIMES = {"caller": 10, "guess": 2}  # what production lets a setting multiply: calls, and tries of a code
Rates = dict[str, dict[str, list[RateLimitItem]]]


def rates(text: str) -> Rates:
    """The table with what the setting RATE_LIMITS says otherwise: `class.kind=rates,…`, or `all=rates`."""
    table = {name: dict(kinds) for name, kinds in TABLE.items()}
    for part in filter(str.strip, text.split(",")):
        said = FORM.fullmatch(part)
        if not said or said["name"] not in {*table, EVERY}:
            raise ValueError(f"RATE_LIMITS: {part.strip()!r} is no class.kind=rates")
        for name in table if said["name"] == EVERY else [said["name"]]:
            wanted = [said["kind"]] if said["kind"] else table[name]
            table[name] |= {kind: said["rates"] for kind in wanted if kind in TABLE[name]}
    return {name: {kind: parse_many(said) for kind, said in kinds.items()} for name, kinds in table.items()}


def lifted(text: str) -> list[str]:
    """The limits, as `class.kind`, that the setting raises so far that they hold nobody back."""
    wanted = rates(text)
    rows = [(name, kind, said) for name, kinds in TABLE.items() for kind, said in kinds.items()]
    return [f"{name}.{kind}" for name, kind, said in rows if _is_lifted(kind, parse_many(said), wanted[name][kind])]


def _is_lifted(kind: str, usual: list[RateLimitItem], wanted: list[RateLimitItem]) -> bool:
    times = MOST_TIMES["caller" if kind == "caller" else "guess"]
    return any(_passing(wanted, one.get_expiry()) > times * one.amount for one in usual)


def _passing(rates_: list[RateLimitItem], seconds: int) -> int:
    """The most calls that pass within so many seconds, whatever the windows of the rates are."""
    return min(one.amount * math.ceil(seconds / one.get_expiry()) for one in rates_)
