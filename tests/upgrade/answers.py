"""What an office answers to people who ask it for all that it keeps: recorded by the release that is left behind."""

from collections.abc import Callable, Iterator
from typing import Any

# Service, role, collection, and what is read of each thing in it.
SWEEP = (
    ("intake", "front_officer", "/v1/applications", ("", "/history")),
    ("intake", "applicant", "/v1/applications", ("",)),
    ("intake", "front_officer", "/v1/instruments", ("", "/history")),
    ("intake", "front_officer", "/v1/parties", ("",)),
    ("testing", "head", "/v1/sessions", ("", "/history", "/manifest")),
    ("testing", "front_officer", "/v1/orders", ("", "/history")),
    ("testing", "applicant", "/v1/orders", ()),
    ("testing", "head", "/v1/examinations", ("", "/history", "/entries", "/photos")),
    ("testing", "verifier", "/v1/examinations", ()),
    ("testing", "head", "/v1/standards", ("", "/history")),
    ("testing", "head", "/v1/verifiers", ("", "/history")),
    ("testing", "head", "/v1/delegations", ("",)),
    ("testing", "head", "/v1/interests", ("",)),
    ("testing", "head", "/v1/type_approvals", ("",)),
    ("certificates", "head", "/v1/certificates", ("", "/history")),
    ("certificates", "applicant", "/v1/certificates", ()),
    ("certificates", "head", "/v1/delegations", ("",)),
    ("certificates", "head", "/v1/suspension_requests", ()),
    ("certificates", "head", "/v1/register/voids", ()),
    (
        *("complaints", "complaint_officer", "/v1/complaints"),
        ("", "/history", "/clocks", "/messages", "/notes", "/attachments"),
    ),
    ("complaints", "auditor", "/v1/complaints", ("",)),
    ("complaints", "complaint_officer", "/v1/improvements", ("",)),
    ("complaints", "complaint_officer", "/v1/staff", ("",)),
)


def all_of(speak: Callable[[str, str], Any], kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Every answer as {service, role, path, body, status, json}; `body` is there when it was sent."""
    return [*_swept(speak), *_by_code(speak, kept)]


def _swept(speak: Callable[[str, str], Any]) -> Iterator[dict[str, Any]]:
    for service, role, collection, parts in SWEEP:
        who = speak(service, role)
        listed = _answer(who.get(f"{collection}?limit=100"), service, role, f"{collection}?limit=100")
        yield listed
        for id in [one["id"] for one in listed["json"]["items"]] if parts else ():
            paths = [f"{collection}/{id}{part}" for part in parts]
            yield from (_answer(who.get(path), service, role, path) for path in paths)


def _by_code(speak: Callable[[str, str], Any], kept: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What everybody may ask who holds a number and a code, or a paper in his hands."""
    for service, things in (("intake", kept["letters"]), ("complaints", kept["complaints"])):
        for one in things:
            path = f"/v1/tracking/{one['number']}?code={one['code']}"
            yield _answer(speak(service, "").get(path), service, "", path)
    papers = speak("certificates", "head").get("/v1/certificates?limit=100").json["items"]
    public = speak("certificates", "")
    for code in [one["code"] for one in papers]:
        asked = {"code": code}
        answer = public.client.post("/v1/verifications", json=asked)
        yield {**_answer(answer, "certificates", "", "/v1/verifications"), "body": asked}


def _answer(answer: Any, service: str, role: str, path: str) -> dict[str, Any]:
    return {"service": service, "role": role, "path": path, "status": answer.status_code, "json": answer.json}
