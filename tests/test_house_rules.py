"""The rules of the house that no linter knows: sizes, names, edges, sound life cycles."""

import ast
import importlib
import pkgutil
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import services
import shared
from shared.lifecycle import Lifecycle

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("services", "shared", "deploy")
LINES, FUNCTION_LINES = 200, 25
STORY_LINES, STORY_FUNCTION_LINES = 400, 45  # a test is read from top to bottom, like a story
UNTYPED = 92  # files whose types are not clean yet; it only falls
EXCUSES = ("noqa", "type: ignore", "pyright:", "TODO", "FIXME", "pragma: no cover")
MACHINE_PATHS = ("/home/", "/root/", "/Users/")
TEXTS = {".py", ".toml", ".typ", ".md", ".yml", ".csv", ".html", ".sql", ".sh"}

# From the glossary, without the ordinary words such as order, item, session, kind, letter, mark, unit, and without
# "application" alone, which is also what Flask calls itself, and "certificate", which is also what a key has.
BUSINESS_WORDS = re.compile(
    r"\b(tera|uttp|skhp|bkd|cerapan|sidang|penera|permohonan|pengaduan|application_\w+|applicants?|instruments?|weighing|"
    r"metrolog\w*|verdicts?|examin\w*|complain\w*|trader\w*|dispenser\w*|regency|retest\w*|calibrat\w*|mpe|nozzles?)\b",
    re.IGNORECASE,
)

# Where a thing may end; anything else that nothing leaves is a dead end somebody forgot.
FINAL_STATES = {
    *("completed", "rejected", "withdrawn", "lapsed", "certified", "rejected_on_test", "referred", "not_presented"),
    *("examined", "cancelled", "closed", "superseded", "void", "revoked", "expired", "scrapped", "moved_out", "merged"),
    *("dismissed", "transferred", "evaluated", "confirmed", "taken_back"),
}

# Who may know a library; everybody else goes through them.
EDGES = {
    "flask": r"shared/http/|shared/service\.py|services/\w+/(api|pages|main)|deploy/",
    "flask_smorest": r"shared/http/|shared/events/contracts\.py|services/\w+/(api|main)",
    "kombu": r"shared/bus",
    "pika": r"shared/bus|deploy/subscriptions/clients",
    "gunicorn": r"shared/|deploy/",
}
PURE = {"shared.lifecycle", "shared.events.reactions", "shared.errors", "shared.office.calendar", "shared.look_alikes"}

Rule = Callable[[str, str, ast.Module], Iterator[str]]


def sources(*tops: str) -> list[Path]:
    return sorted(path for top in tops for path in (ROOT / top).rglob("*.py") if "__pycache__" not in path.parts)


def is_short(where: str, text: str, tree: ast.Module) -> Iterator[str]:
    if "/migrations/" in where:  # written by the migration tool, read once, never changed
        return
    lines, longest = (STORY_LINES, STORY_FUNCTION_LINES) if where.startswith("tests/") else (LINES, FUNCTION_LINES)
    if text.count("\n") > lines:
        yield f"{where}: {text.count(chr(10))} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= longest:
            yield f"{where}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines"


def says_what_it_is_for(where: str, text: str, tree: ast.Module) -> Iterator[str]:
    first = (ast.get_docstring(tree) or "").split("\n\n")[0]
    if not first.endswith((".", "?")):
        yield f"{where}: does not begin with a sentence"


def makes_no_excuses(where: str, text: str, tree: ast.Module) -> Iterator[str]:
    yield from (
        f"{where}: {excuse}" for excuse in EXCUSES if excuse in text and not where.endswith(Path(__file__).name)
    )


def is_not_named_like_a_test(where: str, text: str, tree: ast.Module) -> Iterator[str]:
    names = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    names += [] if where.startswith("tests/") else [Path(where).name]
    if not where.startswith("tests/"):
        yield from (f"{where}: {name}" for name in names if re.match(r"test_|test\w*\.py|Test[A-Z]", name))


def keeps_to_its_edge(where: str, text: str, tree: ast.Module) -> Iterator[str]:
    for library in imports(tree):
        allowed = EDGES.get(library.split(".")[0])
        if allowed and not re.match(f"{allowed}|tests/", where):
            yield f"{where}: imports {library}"


def is_pure_if_domain(where: str, text: str, tree: ast.Module) -> Iterator[str]:
    inside = re.match(r"services/(\w+)/domain", where)
    for name in imports(tree) if inside else ():
        own = name.startswith(f"services.{inside[1]}.domain")
        if not own and name not in PURE and name.split(".")[0] not in sys.stdlib_module_names:
            yield f"{where}: imports {name}"


def asks_only_the_roles_that_opened_the_route(where: str, text: str, tree: ast.Module) -> Iterator[str]:
    """All roles of a caller are known to the door alone, views and tables ask for none, and no reader widens a scope.

    What a role reaches stands in `usecases/scopes.py` and is asked of `Scopes`.
    """
    if where.startswith("tests/") or where == "shared/http/access.py":
        return
    tables = bool(re.match(r"services/\w+/(api|pages|domain|schemas)/", where))
    for node in ast.walk(tree):
        name = getattr(node, "attr", "")
        asked = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "has"
        words = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)} if asked else set()
        union = name == "caller" and getattr(node.value, "id", "") == "g"
        if union or (tables and (asked or name == "roles")) or (asked and {"auditor", "applicant"} & words):
            yield f"{where}:{node.lineno}: asks for roles"


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            whole = {f"{node.module}.{alias.name}" for alias in node.names} & PURE
            yield from whole or {node.module}


RULES = [
    is_short,
    says_what_it_is_for,
    makes_no_excuses,
    is_not_named_like_a_test,
    keeps_to_its_edge,
    is_pure_if_domain,
    asks_only_the_roles_that_opened_the_route,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file(rule: Rule):
    faults = []
    for path in sources(*SHIPPED, "tests"):
        text = path.read_text()
        faults += rule(str(path.relative_to(ROOT)), text, ast.parse(text))

    assert faults == []


def test_shared_has_no_business_word():
    faults = []
    for path in sorted((ROOT / "shared").rglob("*")):
        if path.suffix in TEXTS and path.name != "OFL.txt":
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = BUSINESS_WORDS.search(line)
                faults += [f"{path.relative_to(ROOT)}:{number}: {found[0]}"] if found else []

    assert faults == []


def test_no_path_of_the_machine_it_was_written_on():
    files = [path for top in (*SHIPPED, "tests", "docs", "contracts", ".ci") for path in (ROOT / top).rglob("*")]
    files += [path for path in ROOT.iterdir() if path.is_file()]

    faults = []
    for path in files:
        if path.is_file() and path.suffix in {*TEXTS, ".json", ".lock", ""} and path.name != Path(__file__).name:
            text = path.read_text(errors="replace")
            faults += [f"{path.relative_to(ROOT)}: {name}" for name in MACHINE_PATHS if name in text]

    assert faults == []


def test_no_script_that_stops_on_errors_reads_a_pipe_in_part():
    """Under pipefail a reader that stops early (head, grep -q, sed q) kills its writer, and the script with it."""
    scripts = [path for top in (".ci", *SHIPPED, "tests") for path in (ROOT / top).rglob("*") if is_script(path)]
    assert {"run", "build"} <= {path.name for path in scripts}
    early = re.compile(r"\|\s*(head\b|grep\s+-\w*[qm]|sed\s[^|]*[;{}]\s*q\b)")
    assert not [f"{path}: {line}" for path in scripts for line in path.read_text().splitlines() if early.search(line)]


def is_script(path: Path) -> bool:
    return path.is_file() and re.match(rb"#!.*sh\b", path.read_bytes()[:64]) is not None


def test_data_folders_hold_no_code():
    assert [path for path in sources("services") if "data" in path.parts] == []


def test_the_list_of_files_without_clean_types_only_grows_shorter():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pyright"]["ignore"]

    assert [file for file in listed if not (ROOT / file).is_file()] == []
    assert (listed == sorted(set(listed)), len(listed) <= UNTYPED) == (True, True)


def test_services_and_shared_are_the_ones_of_this_repository():
    assert Path(services.__file__).parent == ROOT / "services"
    assert Path(shared.__file__).parent == ROOT / "shared"


def lifecycles() -> Iterator[tuple[str, Lifecycle]]:
    for service in pkgutil.iter_modules(services.__path__, "services."):
        package = importlib.import_module(service.name)
        names = [each.name for each in pkgutil.walk_packages(package.__path__, f"{service.name}.")]
        for name in (each for each in names if each.startswith(f"{service.name}.domain")):
            found = vars(importlib.import_module(name)).items()
            yield from ((f"{name}.{key}", value) for key, value in found if isinstance(value, Lifecycle))


def test_every_handler_says_which_event_it_takes():
    faults = []
    for service in pkgutil.iter_modules(services.__path__, "services."):
        for kind, act in importlib.import_module(f"{service.name}.main").service.handlers.items():
            said = get_type_hints(act).get("event", object)
            if not any(issubclass(kind, one) for one in get_args(said) or (said,)) or said in (object, Any):
                faults.append(f"{service.name}: {act.__name__} takes {said}, and gets {kind.__name__}")

    assert faults == []


def test_every_state_can_be_reached_and_every_end_is_meant():
    faults = []
    for name, lifecycle in lifecycles():
        unreachable = set(type(lifecycle.start)) - lifecycle.reachable()
        dead_ends = {str(state) for state in lifecycle.ends()} - FINAL_STATES
        faults += [f"{name}: {state}" for state in sorted(map(str, unreachable)) + sorted(dead_ends)]

    assert faults == []
