"""Reads the service's own dated tables: clocks, matrix, catalogue, and the rules of escalation and improvement."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from shared.office.calendar import valid_on
from shared.office.profile import Profile, flag, optional, text, whole

_data = Profile(Path(__file__).parent.parent / "data")
CLOCK = {"code": text, "starts": text, "days": whole, "unit": text, "escalates": flag, "priority": optional(text)}


class rules:
    """The service's questions to its own data; each answer is a row that names its source."""

    @staticmethod
    def clocks() -> list[Mapping[str, Any]]:
        return _data.table("clocks.clock", **CLOCK)

    @staticmethod
    def ladder() -> list[Mapping[str, Any]]:
        return _data.table("clocks.escalation", level=whole, after_days=whole, to=text)

    @staticmethod
    def quotas(day: date) -> list[Mapping[str, Any]]:
        """How much one case holds."""
        columns = {"of": text, "sender": text, "per": text, "most": whole, "unconfirmed": whole}
        return list(valid_on(_data.table("quotas.quota", code=text, **columns), day))

    @staticmethod
    def reopening(day: date) -> Mapping[str, Any]:
        return valid_on(_data.table("clocks.reopening", times=whole, head_from=whole), day)[-1]

    @staticmethod
    def unattended(day: date) -> Mapping[str, Any]:
        return valid_on(_data.table("clocks.unattended", after_days=whole), day)[-1]

    @staticmethod
    def improvement(day: date) -> Mapping[str, Any]:
        return valid_on(_data.table("clocks.improvement", recurrence=whole, low_rating=whole), day)[-1]

    @staticmethod
    def priority(type: str, severity: str, day: date) -> str:
        """What the matrix makes of type and severity."""
        return next(row[severity] for row in valid_on(_data.table("matrix", type=text), day) if row["type"] == type)

    @staticmethod
    def skill(type: str) -> str:
        """The skill that a type needs."""
        return rules.catalogue("type")[type]["skill"]

    @staticmethod
    def catalogue(name: str) -> dict[str, Mapping[str, Any]]:
        """The rows of `type`, `skill`, `cause` or `channel`, by code."""
        return {row["code"]: row for row in _data.table(f"catalogue.{name}", code=text)}

    @staticmethod
    def stages() -> list[Mapping[str, str]]:
        """The seven stages in order, in both languages."""
        return [row["name"] for row in _data.table("catalogue.stage")]

    @staticmethod
    def next_step(state: str) -> Mapping[str, str]:
        """What comes next, in words for the reporter."""
        return _data.document("catalogue")["next"][state]

    @staticmethod
    def told(occasion: str) -> str:
        """What the reporter reads when the case ends by itself, in both languages."""
        words = _data.document("catalogue")["told"][occasion]
        return f"{words['id']}\n{words['en']}"
