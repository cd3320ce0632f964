"""Guards over all services: routes say who may call them and mean it, tables are total, every word is there."""

import ast
import importlib
import pkgutil
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

import services
import shared
from shared.database import migration
from shared.errors import Refused
from shared.events.reactions import Reactions
from shared.http.problems import LANGUAGES, Catalogue
from shared.ids import uuid7
from shared.service import Service
from tests.support import NAMES

ROOT = Path(__file__).resolve().parent.parent
ROLES = {
    *("applicant", "front_officer", "verifier", "head", "complaint_officer"),
    *("auditor", "admin", "service", "subscriber"),
}
PLAIN = {
    *("/livez", "/readyz", "/version", "/metrics", "/docs", "/openapi.json", "/openapi-3.0.json", "/asyncapi.json"),
    *("/schemas/<name>.json", "/problems", "/problems/<code>", "/lifecycles.json"),
}


@pytest.fixture(params=NAMES)
def service(request, opened) -> Service:
    return opened(request.param)


@pytest.fixture
def app(service) -> Any:
    return service.app()


@pytest.fixture
def ask(app, issuer) -> Any:
    """`ask(method, url, role)`: what somebody with that one role is answered; without a role, nobody."""
    client, tokens = app.test_client(), {role: issuer.token(f"guard-{role}", role) for role in ROLES}

    def asked(method: str, url: str, role: str = "") -> Any:
        own = {"Authorization": f"Bearer {tokens[role]}"} if role else {}
        return client.open(url, method=method, json={}, headers={"Idempotency-Key": uuid7(), "If-Match": '"1"', **own})

    return asked


def routes(app: Any) -> Iterator[tuple[str, str, str, Any]]:
    """(method, rule, an address that fits it, view) of everything the application answers."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: fitting(rule._converters[name]) for name in rule.arguments}
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield method, rule.rule, adapter.build(rule.endpoint, values, method), app.view_functions[rule.endpoint]


def fitting(converter: Any) -> Any:
    return {"IdConverter": uuid7(), "IntegerConverter": 1}.get(type(converter).__name__, "x")


def test_every_route_declares_who_may_call_it(app):
    silent = [rule for _, rule, _, view in routes(app) if not hasattr(view, "allowed_roles")]

    assert silent == []


def test_every_role_of_a_route_is_one_of_the_contract(app):
    assert {role for _, _, _, view in routes(app) for role in view.allowed_roles} <= ROLES


def test_nobody_reaches_a_route_that_is_not_public(app, ask):
    faults = []
    for method, rule, url, view in routes(app):
        status = ask(method, url).status_code
        right = status == 401 if view.allowed_roles else status not in (401, 403) and status < 500
        faults += [] if right else [f"{method} {rule}: {status}"]

    assert faults == []


def test_a_role_that_a_route_does_not_name_is_refused_everywhere(app, ask):
    faults = []
    for method, rule, url, view in routes(app):
        for role in sorted(ROLES - set(view.allowed_roles)) if view.allowed_roles else ():
            status = ask(method, url, role).status_code
            faults += [] if status == 403 else [f"{method} {rule} as {role}: {status}"]

    assert faults == []


def test_a_role_that_a_route_names_is_never_refused_at_its_door(app, ask):
    """It may still be told that there is no such thing, or that it is not his: by the thing, not by the door."""
    faults = []
    for method, rule, url, view in routes(app):
        for role in view.allowed_roles:
            answer = ask(method, url, role)
            code = (answer.get_json(silent=True) or {}).get("code")
            refused = code in ("unauthenticated", "forbidden") or answer.status_code >= 500
            faults += [f"{method} {rule} as {role}: {answer.status_code}"] if refused else []

    assert faults == []


def test_a_role_to_which_a_public_route_is_closed_is_refused_at_its_door_and_no_other_is(app, ask):
    faults = []
    for method, rule, url, view in routes(app):
        for role in view.known_roles if view.closed_roles else ():
            answer = ask(method, url, role)
            code = (answer.get_json(silent=True) or {}).get("code")
            refused = (answer.status_code, code) == (403, view.options["closed"].code)
            faults += [f"{method} {rule} as {role}: {code}"] if refused != (role in view.closed_roles) else []

    assert faults == []


def test_public_routes_outside_the_api_are_the_ones_everybody_knows(service):
    api = ("/v1/", "/v/", "/open311/", "/p/", "/static/", "/.well-known/")

    plain = {rule for _, rule, _, view in routes(service.app()) if not view.allowed_roles and not rule.startswith(api)}
    assert plain >= PLAIN


def test_tables_and_models_agree_and_no_migration_is_missing(service):
    assert migration.drift(service.store, service.tables) == ""
    assert service.migrated() == ""


def modules(*packages: Any) -> Iterator[Any]:
    for package in packages:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in found.name:
                yield importlib.import_module(found.name)


def test_every_table_of_reactions_is_total():
    faults = []
    for module in modules(services):
        for name, table in vars(module).items():
            if isinstance(table, Reactions):
                states = {type(state) for row in table.rows.values() for state in row if isinstance(state, StrEnum)}
                assert len(states) == 1, f"{module.__name__}.{name} mixes {states}"
                faults += [f"{module.__name__}.{name}: {cell}" for cell in table.missing(states.pop())]

    assert faults == []


def sources(folder: Path) -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from ((path, node) for node in ast.walk(ast.parse(path.read_text())))


def raised(folder: Path, refusals: set[str]) -> set[str]:
    """Codes that the source of `folder` raises or answers, where they are written out."""
    codes = set()
    for _, node in sources(folder):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = {"problem": 1}.get(name, 0 if name in refusals else 99)
            wanted = node.args[place : place + 1]
            codes |= {one.value for one in wanted if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return codes


def faulted(folder: Path) -> set[str]:
    """Codes of single fields that stand beside a pointer."""
    codes = set()
    for _, node in sources(folder):
        if isinstance(node, ast.Dict):
            pairs = {
                key.value: value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)
            }
            code = pairs.get("code")
            codes |= {code.value} if "pointer" in pairs and isinstance(code, ast.Constant) else set()
    return codes


def refusals() -> set[str]:
    found, left = set(), [Refused]
    list(modules(services, shared))
    while left:
        found.add(left[-1].__name__)
        left += left.pop().__subclasses__()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_refusal_has_its_words_in_both_languages(name):
    files = [ROOT / "shared" / "data" / "problems.toml", ROOT / "services" / name / "data" / "problems.toml"]
    catalogue, kinds = Catalogue(files), refusals()
    codes = raised(ROOT / "services" / name, kinds) | raised(ROOT / "shared", kinds)

    lacking = [
        f"{code}.{part}.{tongue}"
        for code in sorted(codes)
        for part in ("title", "detail")
        for tongue in LANGUAGES
        if not catalogue.text(code, part, tongue, {})
    ]
    assert lacking == []


@pytest.mark.parametrize("name", NAMES)
def test_every_fault_of_a_field_has_its_words_in_both_languages(name):
    files = [ROOT / "shared" / "data" / "problems.toml", ROOT / "services" / name / "data" / "problems.toml"]
    catalogue = Catalogue(files)

    lacking = [
        f"{code}.{tongue}"
        for code in sorted(faulted(ROOT / "services" / name))
        for tongue in LANGUAGES
        if not catalogue.text(f"field-{code}", "detail", tongue, {}) and not catalogue.text(code, "detail", tongue, {})
    ]
    assert lacking == []


@pytest.mark.parametrize("file", sorted(ROOT.glob("*/**/problems.toml")), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_entry_speaks_one_language_only(file):
    entries = tomllib.loads(file.read_text())

    faults = [
        f"{code}.{part}" for code, parts in entries.items() for part in parts if set(parts[part]) != set(LANGUAGES)
    ]
    assert faults == []


def test_no_answer_leads_to_the_host_that_the_caller_named(app):
    faults = []
    for _, rule, url, _ in routes(app):
        for odd in (url, f"{url}/", f"/{url}", url.replace("/", "//"), url.rstrip("/")):
            found = app.test_client().get(odd, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
            faults += [f"{rule}: {odd}"] if "evil.example" in str(found.headers) else []

    assert faults == []
