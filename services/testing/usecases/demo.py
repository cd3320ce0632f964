"""The demo office of testing: its people, its standards, approved types, and days to book in two periods."""

from datetime import date, timedelta
from typing import Any

from services.testing.domain.delegation import Capacity
from services.testing.storage import (
    Delegation,
    Session,
    Standard,
    TypeApproval,
    Verifier,
    context,
    profile,
    transaction,
)
from services.testing.usecases import sessions
from shared import clock
from shared.auth.actor import Actor
from shared.ids import name_id
from shared.office.calendar import add_months, add_years

HEAD = Actor("dev-head", "Kepala UPTD", roles=frozenset({"head"}))
# code, name, subject of the token
PEOPLE = (
    ("P1", "Ahmad Fauzi", "dev-verifier"),
    ("P2", "Rina Marlina", "dev-verifier-2"),
    ("P3", "Yusuf Hidayat", "dev-verifier-3"),
    ("K1", "Kepala UPTD Metrologi Legal", "dev-head"),
)
# code, name, class, range, largest error with its unit where no class gives it
STANDARDS = (
    ("AT-M1", "Anak timbangan kelas M1", "M1", "1 mg sampai 20 kg", None, ""),
    ("AT-M2", "Anak timbangan kelas M2", "M2", "1 g sampai 20 kg", None, ""),
    ("AT-M1-20T", "Anak timbangan bidur kelas M1", "M1", "20 × 1.000 kg", None, ""),
    ("BUS-20L", "Bejana ukur standar 20 L", "", "20 L", "10", "mL"),
    ("BUS-5L", "Bejana ukur standar 5 L", "", "5 L", "2.5", "mL"),
    ("MTR-1", "Meter standar 1 m", "", "0 sampai 1 m", "0.05", "mm"),
)
# number, kind, holder, make
TYPES = (
    ("IT-CONTOH-1", "tbo_elektronik", "PT Timbangan Contoh", "Nagata"),
    ("IT-CONTOH-2", "pu_bbm", "PT Pompa Contoh", "Tatsuno"),
)
# days from now, mode, which district of the profile and the place in it, team, minutes
DAYS = (
    (7, "office", 1, "Kantor UPTD Metrologi Legal, {town}", ("P1", "P2"), 360),
    (9, "group", 7, "Pasar {district}", ("P1", "P3"), 300),
    (14, "on_site", 9, "{district}", ("P2", "P3"), 360),
    (16, "group", 6, "Pasar {district}", ("P1", "P2"), 300),
)
MONTHS = (0, 6)  # the running period and the one after


def load() -> None:
    """Reference data and days only: letters come from intake by event."""
    with transaction():
        _head()
        marker, known = context.Marker.get_or_create(name="demo")
        if known:
            _people()
            _standards()
            _types()
            for months in MONTHS:
                _days(add_months(context.today(), months))


def _people() -> None:
    today = context.today()
    scope = sorted(code for code, kind in profile.kinds(today).items() if kind["in_scope"] == "yes")
    terms = {"appointed_from": add_years(today, -1), "appointed_until": add_years(today, 4)}
    for code, name, subject in PEOPLE:
        known = {"id": name_id("demo", "verifier", code), "code": code, "name": name, "subject": subject}
        decree = {"decree": "SK contoh / demo decree", "certified_until": add_years(today, 3), "scope": scope}
        Verifier.create(**_by_two(), **known, **terms, **decree)


def _head() -> None:
    """The head's own decree: by it the head approves, and confirms who approves in his place."""
    decree = {"decree": "SK Bupati (contoh) 821.2/001/2026", "decree_on": date(2026, 1, 2)}
    known = {"id": name_id("demo", "delegation", HEAD.sub), "subject": HEAD.sub, "name": "Contoh Kepala, S.T., M.Si."}
    if Delegation.get_or_none(Delegation.id == known["id"]) is None:
        Delegation.create(capacity=Capacity.HOLDER, first_day=context.today(), recorded_by="demo", **known, **decree)


def _standards() -> None:
    valid_until = add_years(context.today(), 1)
    for code, name, accuracy_class, reach, error, unit in STANDARDS:
        facts = {"name": name, "accuracy_class": accuracy_class, "range": reach, "valid_until": valid_until}
        facts |= {"max_error": error, "unit": unit}
        own = {"id": name_id("demo", "standard", code), "code": code, "certificate": f"KAL-{code}/CONTOH"}
        Standard.create(**_by_two(), **own, **facts)


def _by_two() -> dict[str, Any]:
    return {"recorded_by": "demo", "confirmed_by": HEAD.sub, "confirmed_at": clock.now()}


def _types() -> None:
    for number, kind, holder, brand in TYPES:
        facts = {"id": name_id("demo", "type", number), "number": number, "kind": kind, "holder": holder}
        TypeApproval.create(**facts, brand=brand, valid_from=add_years(context.today(), -2))


def _days(first: date) -> None:
    for days, mode, number, place, team, minutes in DAYS:
        day = _workday(first + timedelta(days=days))
        facts = {"date": day, "mode": mode, "capacity_minutes": minutes, "verifiers": list(team)}
        session = _planned(stops=[_stop(day, number, place)], **facts)
        sessions.publish(HEAD, session.id, session.version)


def _stop(day: date, number: int, place: str) -> dict[str, str]:
    """A place in the district of this number; where an office has fewer districts, one of those it has."""
    districts = list(profile.districts(day).values())
    district = districts[(number - 1) % len(districts)]
    named = place.format(district=district["name"], town=profile.agency()["contact"]["town"])
    return {"district": district["code"], "name": named}


def _planned(**facts: Any) -> Session:
    day, mode = facts["date"], facts["mode"]
    return sessions.plan(HEAD, id=name_id("demo", "session", str(day), mode), **facts)


def _workday(day: date) -> date:
    calendar = profile.calendar()
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1).on
