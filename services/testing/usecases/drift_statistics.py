"""What the errors teach: how one instrument drifts, and how the instruments of a model or a maker spread."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.testing.domain.limits.tables import Basis
from services.testing.domain.origins import told_cause
from services.testing.domain.statistics import drift, model_spread, wording
from services.testing.domain.statistics.model_spread import Past, Values
from services.testing.domain.verdict.result import Line
from services.testing.storage import Examination, Lesson, Order, context, rule
from services.testing.storage.examination_statistics import folded
from services.testing.usecases.scopes import EXAMINATIONS
from shared.auth.actor import Actor
from shared.auth.scopes import Sight
from shared.errors import Invalid, NotFound

MOST = 40  # verifications of one instrument that are read
Found = dict[str, Any]


def drifted(by: Actor, instrument: str = "", brand: str = "", model: str = "", kind: str = "") -> Found:
    """Of one instrument, or of all of a brand; exactly one of both is asked for."""
    if bool(instrument) == bool(brand) or (instrument and (model or kind)):
        raise Invalid("drift-of-what", errors=[{"pointer": "/instrument", "code": "drift-of-what"}])
    sight = EXAMINATIONS.reading(by)
    return of_instrument(instrument, sight) if instrument else of_brand(sight, brand, model, kind)


def of_instrument(id: str, sight: Sight) -> Found:
    """Every comparable point over its verifications, the largest of each test, and what grows."""
    order = Order.newest_of_instrument(id)
    if order is None:
        raise NotFound("not-found")
    least = rule("statistics", context.today())["trend_verifications"]
    stand, older = Examination.approved_of(sight, id, MOST)
    visits = [_visit(one) for one in stand]
    series = drift.series(visits, least)
    largest = drift.largest(series, least)
    names = ("counted", "shares", "breaks", *(["older"] if older else []))
    plate = {name: getattr(order, name) for name in ("brand", "model", "kind")}
    return {
        "instrument": {
            **{"instrument_id": id, **plate, "older": older},
            "verifications": [_told(visit) for visit in visits],
            "largest": [_named(one, False) for one in largest],
            "series": [_named(one, len({other.unit for other in series}) > 1) for one in series],
        },
        "brand": None,
        "statements": [_grown(one, least) for one in largest],
        "notes": wording.notes(*names, older=older),
    }


def of_brand(sight: Sight, brand: str, model: str = "", kind: str = "") -> Found:
    """The spread over instruments by years since their first known verification, and the median of their trends."""
    rule_ = rule("statistics", context.today())
    few = rule_["few_instruments"]
    where = [Lesson.brand_key == folded(brand)]
    where += [Lesson.model_key == folded(model)] if model else []
    where += [Lesson.kind == kind] if kind else []
    found = model_spread.spread(_pasts(sight, where), rule_["trend_verifications"])
    names = ("counted", "spread", "left_out", "few_instruments")
    slopes = [(name, found.slopes[name]) for name in sorted(found.slopes)]
    return {
        "instrument": None,
        "brand": {
            **{"brand": brand, "model": model or None, "kind": kind or None, "few_instruments": few},
            **{name: getattr(found, name) for name in ("instruments", "examinations", "left_out")},
            "few": found.instruments < few,
            "classes": [_class(*key, found.classes[key], few) for key in sorted(found.classes)],
            "trends": [{**_values(name, values, few)} for name, values in slopes],
        },
        "statements": [wording.among(wording.quantity(name), values, few) for name, values in slopes],
        "notes": wording.notes(*names, left_out=found.left_out, few=few),
    }


def _adjusted(one: Examination) -> bool:
    return one.adjustment or one.order.basis == Basis.AFTER_REPAIR


def _visit(one: Examination) -> drift.Visit:
    return drift.Visit(one.id, one.tested_on, one.order.verification, one.order.cause, _adjusted(one), one.result)


def _told(visit: drift.Visit) -> Found:
    names = ("examination_id", "tested_on", "verification", "broken_by")
    ended = [unit["verdict"] for unit in visit.result["units"]]
    counts = {"units": len(ended), "units_rejected": ended.count("rejected")}
    return {**{name: getattr(visit, name) for name in names}, "cause": told_cause(visit.cause), **counts}


def _named(one: drift.Series, many: bool) -> Found:
    return {**vars(one), "name": wording.quantity(one.quantity), "point": wording.point(one, many)}


def _grown(one: drift.Series, least: int) -> Line:
    return wording.grown(wording.quantity(one.quantity), one.trend, least)


def _pasts(sight: Sight, where: Sequence[Any]) -> Iterator[list[Past]]:
    for lessons in Lesson.by_instrument(Lesson.open_to(sight), *where):
        yield [Past(one.tested_on, one.verification, one.cause, one.broken_by, one.largest) for one in lessons]


def _class(quantity: str, verification: str, years: int, values: Values, few: int) -> Found:
    act = wording.verification(verification)
    return {**_values(quantity, values, few), "verification": verification, "act": act, "years": years}


def _values(quantity: str, values: Values, few: int) -> Found:
    names = ("least", "lower", "median", "upper", "largest")
    counts = {"examinations": values.counts.total(), "instruments": values.instruments, "adjusted": values.broken}
    about = {"quantity": quantity, "name": wording.quantity(quantity), "few": values.instruments < few}
    return {**about, **counts, **dict(zip(names, values.quartiles(), strict=True))}
