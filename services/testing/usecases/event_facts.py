"""Words for the others: the facts of an order, a session and an approved examination as events hold them."""

from typing import Any

from services.testing.domain.origins import told_cause
from services.testing.domain.verdict import departure, sentences
from services.testing.events import orders, retests
from services.testing.events.examinations import ExaminationFailed, ExaminationPassed
from services.testing.storage import Examination, Order, Session, Verifier, log, profile, rule
from services.testing.storage.software import Identity
from shared.errors import Invalid
from shared.events.declarations import Event, schema_of, weight
from shared.events.envelope import MAX_DATA

MOST_BYTES = MAX_DATA - 1024  # the approval adds who approved, and until when a repaired instrument may come again

ON_SITE = "on_site"
VERDICTS = {"valid": ("passed", ExaminationPassed), "rejected": ("failed", ExaminationFailed)}
# What complaints hears in place of everybody of an order that it asked for; of the rest nobody hears.
TO_COMPLAINTS: dict[type[Event], type[Event]] = {
    orders.OrderOpened: retests.RetestOpened,
    orders.OrderScheduled: retests.RetestScheduled,
    orders.OrderRescheduled: retests.RetestScheduled,
    orders.OrderMissed: retests.RetestReleased,
    orders.OrderReleased: retests.RetestReleased,
    orders.OrderCancelled: retests.RetestCancelled,
}


def tell(kind: type[Event], order: Order, /, **facts: Any) -> None:
    """Tell everybody what became of an order; of one that a complaint asked for tell complaints alone."""
    if order.complaint_id is None:
        log.emit(kind, **about(order), **facts)
    elif wanted := TO_COMPLAINTS.get(kind):
        known = {name: value for name, value in facts.items() if name in schema_of(wanted).fields}
        log.emit(wanted, order_id=order.id, **{**known, "complaint_id": order.complaint_id})


def tell_verdict(examination: Examination) -> None:
    """Everybody hears an approved examination, and complaints which of its questions it answers."""
    order, (verdict, kind) = examination.order, VERDICTS[examination.verdict]
    log.emit(kind, **examined(examination))
    if order.complaint_id is not None:
        result = {"verdict": verdict, "examination_id": examination.id, "tested_on": examination.tested_on}
        log.emit(retests.RetestExamined, order_id=order.id, complaint_id=order.complaint_id, **result)


def about(order: Order) -> dict[str, Any]:
    """What every event of an order holds."""
    names = ("item_id", "application_id", "instrument_id", "origin")
    return {"order_id": order.id, **{name: getattr(order, name) for name in names}, "cause": told_cause(order.cause)}


def opened(order: Order) -> dict[str, Any]:
    names = ("number", "kind", "verification", "party_id", "owner_key", "retest_until")
    where = {name: order.place[name] for name in ("mode", "district")}
    return {**{name: getattr(order, name) for name in names}, "complaint_id": None, "place": where}


def when(order: Order, session: Session) -> dict[str, Any]:
    """Day and place of a booked order."""
    day = {"session_id": session.id, "date": session.date, "period": session.period, "mode": session.mode}
    return {**day, "place": public(place(order, session)), "complaint_id": None}


def place(order: Order, session: Session) -> dict[str, str]:
    """The stop of the session in the order's district, or that district itself."""
    stop = next((one for one in session.stops if one["district"] == order.district), {"district": order.district})
    return {"mode": session.mode, **stop}


def public(where: dict[str, str]) -> dict[str, str]:
    """A place as everybody may hear of it: where instruments are in use, its name is the one of a shop."""
    return {name: said for name, said in where.items() if name != "name" or where["mode"] != ON_SITE}


def of_session(session: Session) -> dict[str, Any]:
    left = max(0, session.minutes_left) // rule("place", session.date)["minutes"]
    facts = {"session_id": session.id, "date": session.date, "mode": session.mode, "stops": _stops(session)}
    return {**facts, "places_left": left}


def _stops(session: Session) -> list[dict[str, str]]:
    told = [public({"mode": session.mode, **stop}) for stop in session.stops]
    return [{name: said for name, said in stop.items() if name != "mode"} for stop in told]


def examined(examination: Examination) -> dict[str, Any]:
    """Everything a paper needs, without a person's name."""
    order, result = examination.order, examination.result
    own = ("tested_on", "supersedes", "verifier_code", "approved_by_code", "environment", "adjustment")
    letter = ("application_number", "owner_key", "party_id", "kind", "verification")
    letter += ("basis", "lot", "type_approval")
    plate = ("brand", "model", "serial", "parameters")
    return {
        **about(order),
        **{name: getattr(order, name) for name in (*letter, *plate)},
        **{name: getattr(examination, name) for name in (*own, "marks", "retest_until")},
        "complaint_id": None,
        "examination_id": examination.id,
        "version": examination.revision,
        "order_number": order.number,
        "corrected_by": [hand["code"] for hand in examination.corrected_by or []],
        "units": [_unit(unit, examination.verdicts[unit["unit"]]) for unit in result["units"]],
        "period": profile.period(examination.tested_on).code,
        "standards": [{**used, "class_": used["class"]} for used in examination.standards],
        "place": public(place(order, examination.session)),
        "method": _method(result["procedure"]),
        **_reasoned(examination),
    }


def handled(examination: Examination) -> dict[str, Any]:
    """The accounts behind it, and those of the verifiers from whom it is kept; for certificates alone."""
    order = examination.order
    kept = [one.subject for one in Verifier.counting() if order.is_kept_from(one)]
    about = {"examination_id": examination.id, "version": examination.revision, "kept": order.hidden}
    return {**about, "hands": sorted({hand["sub"] for hand in examination.hands}), "kept_from": sorted(kept)}


def check_size(examination: Examination) -> Examination:
    """Refuse, while it is written, a record that could not be told once it is approved."""
    if weight(ExaminationPassed, examined(examination)) > MOST_BYTES:
        raise Invalid("record-too-large", errors=[{"pointer": "/readings", "code": "too-large"}])
    return examination


def _method(procedure: dict[str, str]) -> str:
    """By which norm and by whose order it was tested; without what our tables note of themselves."""
    norm = f"{procedure['norm']} ({procedure['edition']}), {procedure['table']}"
    return "; ".join(filter(None, (norm, procedure["legal_source"])))


def _reasoned(examination: Examination) -> dict[str, Any]:
    """Why the verdict is what it is: numbers, tables, software, rules, and where somebody decided otherwise."""
    result, said = examination.result, examination.departure
    return {
        "results": results(result),
        "mpe_table": result["mpe_table"],
        "tables_digest": result["tables_digest"],
        "software": {**examination.software, "short": Identity(**examination.software).short},
        "decision_rules": [_decision(rule) for rule in result["rules"]],
        "departure": {**said, "approved_by_code": examination.approved_by_code} if said else None,
        "explanation": _explained(examination),
    }


def _explained(examination: Examination) -> dict[str, list[str]]:
    """The verdict line by line, and where somebody decided otherwise."""
    lines = [(line["id"], line["en"]) for line in examination.result["explanation"]]
    lines += departure.lines(examination.departure)
    return {tongue: [line[at] for line in lines] for at, tongue in enumerate(("id", "en"))}


def _decision(rule: dict[str, str]) -> dict[str, str]:
    said = sentences.RULES[rule["name"], rule["setting"]]
    words = {tongue: said[at].format(**rule) for at, tongue in enumerate(("id", "en"))}
    return {**words, **{name: rule[name] for name in ("name", "setting", "legal_source", "confidence", "valid_from")}}


def results(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Every judged number of a result, as flat rows."""
    units = [(unit["unit"], test["points"]) for unit in result["units"] for test in unit["tests"]]
    return [_row(unit, point) for unit, points in units for point in points]


def _row(unit: str, point: dict[str, Any]) -> dict[str, Any]:
    kept = {name: point[name] for name in ("test", "load", "indication", "mpe", "verdict")}
    judged = {"point": point["label"], "error": point["corrected"], "unit_of_measure": point["unit"]}
    return {"unit": unit, **judged, **kept}


def _unit(unit: dict[str, Any], verdict: str) -> dict[str, Any]:
    failed = [test["test"] for test in unit["tests"] if test["verdict"] == "failed"]
    return {"unit": unit["unit"], "verdict": verdict, "reasons": failed}
