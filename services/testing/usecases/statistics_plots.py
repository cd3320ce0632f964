"""Draws what the data teach, for who would rather look than read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.testing.domain.statistics import wording
from services.testing.domain.statistics.limit_shares import SPREAD
from services.testing.domain.verdict.result import Line
from services.testing.papers.drift_plot import drift_plot
from services.testing.papers.rate_plot import rate_plot
from services.testing.papers.spread_plot import spread_plot
from services.testing.storage import context, profile
from services.testing.usecases import drift_statistics, rejection_statistics
from shared.auth.actor import Actor

SVG = "image/svg+xml"
Found = dict[str, Any]


def rejections(reader: Actor, **query: Any) -> bytes:
    """Rates as bars."""
    found = rejection_statistics.rejections(reader, **query)
    return rate_plot(found, _joined(_kind(found["kind"]), found["period"], _days(found["since"], found["until"])))


def drift(by: Actor, quantity: str = "", unit: str = "", **query: Any) -> bytes:
    """One instrument as lines, a brand as boxes; one quantity of either."""
    found = drift_statistics.drifted(by, **query)
    return _lines(found, quantity, unit) if found["instrument"] else _boxes(found, quantity)


def _lines(found: Found, quantity: str, unit: str) -> bytes:
    of = found["instrument"]
    shown = [one for one in of["series"] if unit in ("", one["unit"])]
    name = quantity or _most([(one["quantity"], len(one["rows"])) for one in shown])
    series = [one for one in shown if one["quantity"] == name]
    said = _about(name, of["largest"], found)
    about = _joined(of["brand"], of["model"], _kind(of["kind"]), f"unit {unit}" if unit else "")
    return drift_plot({**found, "statements": said}, series, wording.quantity(name), about)


def _boxes(found: Found, quantity: str) -> bytes:
    of = found["brand"]
    name = quantity or _most([(one["quantity"], one["examinations"]) for one in of["classes"]])
    classes = [one for one in of["classes"] if one["quantity"] == name]
    said = _about(name, of["trends"], found)
    kind = _kind(of["kind"])
    return spread_plot({**found, "statements": said}, classes, wording.quantity(name), f"; {kind}" if kind else "")


def _about(quantity: str, each: Sequence[Found], found: Found) -> list[Line]:
    """The statement of one quantity; they stand in the order of what they speak of."""
    told = zip(each, found["statements"], strict=True)
    return [statement for one, statement in told if one["quantity"] == quantity]


def _most(sizes: Sequence[tuple[str, int]]) -> str:
    """The quantity with the most values; of equals the first of the sheet, and errors before spreads."""
    totals: dict[str, int] = {}
    for name, size in sizes:
        totals[name] = totals.get(name, 0) + size
    return max(totals, key=lambda name: (not name.endswith(f"_{SPREAD}"), totals[name]), default="")


def _kind(code: str | None) -> str:
    return profile.kinds(context.today()).get(code, {"name_id": code})["name_id"] if code else ""


def _days(since: date | None, until: date | None) -> str:
    return f"{since or '…'} s.d. {until or '…'}" if since or until else ""


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
