"""What the counts teach: how often which kind, district, brand or age is rejected."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from services.testing.domain.statistics import ageing, rejection_rates, wording
from services.testing.domain.statistics.rejection_rates import Group
from services.testing.storage import Examination, Lesson, context, profile, rule
from services.testing.usecases.scopes import EXAMINATIONS
from shared.auth.actor import Actor
from shared.errors import Invalid

MOST = 100  # groups in one answer; the rest is summed
Found = dict[str, Any]
Where = list[Any]


def rejections(reader: Actor, by: str, period: str = "", kind: str = "", **days: date | None) -> Found:
    """Judged and rejected by kind, district, brand or age; the rest of a long list is summed, and few are marked. What
    is kept from the reader is not counted for him."""
    today, sight = context.today(), EXAMINATIONS.reading(reader)
    rule_ = rule("statistics", today)
    since, until = _span(period, days.get("since"), days.get("until"))
    groups, more = GROUPS[by]([*Lesson.within(since, until, kind), Lesson.open_to(sight)], today, rule_)
    shown, left, rest = rejection_rates.cut(groups, MOST)
    few, missed = rule_["few_tests"], Examination.approved() - Lesson.select().count()
    names = ("counted", "tests", "retests", "few", *more, *(["missed"] if missed else []))
    return {
        **{"by": by, "period": period or None, "kind": kind or None, "since": since, "until": until},
        "few_tests": few,
        "total": _told(_named(rejection_rates.total(groups), "", ""), few),
        "groups": [_told(group, few) for group in shown],
        "others": {**_told(_named(rest, "", ""), few), "groups": left},
        "not_counted_yet": missed,
        "notes": wording.notes(*names, few=few, missed=missed),
    }


def _span(period: str, since: date | None, until: date | None) -> tuple[date | None, date | None]:
    """The days asked for; a period narrows them."""
    if not period:
        return since, until
    known = profile.named_period(period)
    if known is None:
        errors = [{"pointer": "/period", "code": "unknown-period", "period": period}]
        raise Invalid("unknown-period", errors=errors, period=period)
    return max(since or known.first, known.first), min(until or known.last, known.last)


def _told(group: Group, few: int) -> Found:
    causes = {cause: group.of(cause) for cause in rejection_rates.CAUSES}
    names = {name: getattr(group, name) for name in ("key", "name", "name_en", "bases")}
    return {**names, **causes, "few": group.first.tests.judged < few}


def _by_kind(where: Where, today: date, _rule: Any) -> tuple[list[Group], Iterable[str]]:
    known = profile.kinds(today)
    groups = rejection_rates.gathered(Lesson.by_column(Lesson.kind, Lesson.kind, *where)).values()
    named = [
        _named(one, *(known.get(one.key, {}).get(name, one.key) for name in ("name_id", "name_en"))) for one in groups
    ]
    return rejection_rates.most_judged(named), ()


def _by_district(where: Where, today: date, _rule: Any) -> tuple[list[Group], Iterable[str]]:
    known = profile.districts(today)
    groups = rejection_rates.gathered(Lesson.by_column(Lesson.district, Lesson.district, *where)).values()
    names = {one.key: known.get(one.key, {"name": one.key})["name"] for one in groups}
    return rejection_rates.most_judged(_named(one, names[one.key], names[one.key]) for one in groups), ()


def _by_brand(where: Where, _today: date, _rule: Any) -> tuple[list[Group], Iterable[str]]:
    groups = rejection_rates.gathered(Lesson.by_column(Lesson.brand_key, Lesson.brand, *where)).values()
    return rejection_rates.most_judged(_named(one, one.name, one.name) for one in groups), ("brand",)


def _by_age(where: Where, _today: date, rule_: Any) -> tuple[list[Group], Iterable[str]]:
    bounds = rule_["age_classes"]
    years = [(row, int(row.key) if row.key else None) for row in Lesson.by_age(*where)]
    found = rejection_rates.gathered(replace(row, key=ageing.class_of(age, bounds)) for row, age in years)
    return [_named(found.get(key, Group(key)), *wording.age(key)) for key in ageing.classes(bounds)], ("age",)


def _named(group: Group, name: str, name_en: str) -> Group:
    return replace(group, name=name, name_en=name_en)


GROUPS: dict[str, Callable[[Where, date, Any], tuple[list[Group], Iterable[str]]]] = {
    "kind": _by_kind,
    "district": _by_district,
    "brand": _by_brand,
    "age": _by_age,
}
