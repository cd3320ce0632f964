"""Builds the office's calendar and periods from its profile and the published list of national holidays."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

import holidays

from shared.office.calendar import Calendar, DayOff, Year
from shared.office.profile import Profile, day, flag, moment, month_day, text, whole

LANGUAGES = {"id": "id", "en": "en_US"}  # ours: theirs


def office_calendar(profile: Profile) -> Calendar:
    """The working days of this office. Its version names the published list and the office's own data."""
    settings = profile.document("calendar")
    week = profile.table("calendar.week", opens=moment, closes=moment, break_minutes=whole)
    overrides = profile.table("calendar.override", day=day, open=flag, reason=text)
    decreed = {row["year"] for row in profile.table("calendar.decree", year=whole)}

    @cache
    def year(number: int) -> Year:
        published = _published(settings["national"], number)
        local = [row for row in overrides if row["day"].year == number]
        complete = number in decreed or any(off.reason == settings["national"]["decreed"] for off in published)
        return Year(_overridden(published, local), complete)

    return Calendar(week, year, _version(settings))


def office_periods(profile: Profile) -> list[Mapping[str, Any]]:
    """The rows that `shared.office.calendar.period_of` reads."""
    return profile.table("periods.period", code=text, starts=month_day, months=whole)


def _published(national: Mapping[str, Any], year: int) -> list[DayOff]:
    return [off for reason in national["closed"] for off in _of_reason(national["country"], reason, year)]


def _of_reason(country: str, reason: str, year: int) -> Iterable[DayOff]:
    lists = {
        ours: holidays.country_holidays(country, years=year, categories=(reason,), language=theirs)
        for ours, theirs in LANGUAGES.items()
    }
    mark = getattr(lists["id"], "estimated_label", "").replace("%s", "").strip()  # "(perkiraan)"
    for on in sorted(lists["id"]):
        name = {language: days[on] for language, days in lists.items()}
        yield DayOff(on, reason, name, estimated=bool(mark) and mark in name["id"])


def _overridden(published: Iterable[DayOff], overrides: Iterable[Mapping[str, Any]]) -> Mapping[date, DayOff]:
    days = {off.day: off for off in reversed(list(published))}  # an earlier reason names the day
    for row in overrides:
        days.pop(row["day"], None)
        if not row["open"]:
            days[row["day"]] = DayOff(row["day"], row["reason"], row["name"])
    return days


def _version(settings: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()
    return f"holidays {holidays.__version__}, calendar {digest[:12]}"
