"""What we are made of: dependencies that are used and not known to be vulnerable, bills of materials, pinned images."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import cyclonedx.schema
import jsonschema
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from deploy.docker import images, sbom
from deploy.local import composition
from deploy.local.preflight import Hindered
from shared.config import ROOT
from tests import audit

IMAGES = ("front", *composition.NAMES)
SCHEMAS = Path(cyclonedx.schema.__file__).parent / "_res"
FLASK = {
    "package": "Flask",
    "id": "PYSEC-2023-62",
    "aliases": ["CVE-2023-30861"],
    "ranges": [[{"introduced": "0"}, {"fixed": "2.2.5"}, {"introduced": "2.3.0"}, {"fixed": "2.3.2"}]],
    "versions": ["9.9.9"],
}


def imported() -> Iterator[str]:
    """Every module that shipped code imports, and those that it starts as programs."""
    for top in ("services", "shared", "deploy"):
        for file in (ROOT / top).rglob("*.py"):
            text = file.read_text()
            yield from re.findall(r'(?:"-m", |_python\()"(\w+)"', text)
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Import):
                    yield from (alias.name.split(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    yield node.module.split(".")[0]


def test_every_runtime_dependency_is_used_by_shipped_code():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {canonicalize_name(Requirement(one).name) for one in project["dependencies"]}
    owners = packages_distributions()
    used = {canonicalize_name(owner) for module in set(imported()) for owner in owners.get(module, [])}

    assert sorted(declared - used) == []


@pytest.mark.parametrize(
    ("version", "bad"),
    [("2.2.4", True), ("2.2.5", False), ("2.3.0", True), ("2.3.1", True), ("2.3.2", False), ("9.9.9", True)],
)
def test_the_audit_finds_a_vulnerable_version_and_names_the_mended_one(version: str, bad: bool):
    faults = list(audit.found({"advisories": [FLASK]}, {("flask", version), ("other", "1.0")}))

    assert bool(faults) is bad
    assert all("CVE-2023-30861" in fault and "2.3.2" in fault for fault in faults)


def test_a_range_that_was_never_mended_ends_with_the_last_version_affected():
    open_end = {**FLASK, "versions": [], "ranges": [[{"introduced": "1.0"}, {"last_affected": "1.4"}]]}

    assert [audit.affects(open_end, version) for version in ("0.9", "1.0", "1.4", "1.5")] == [False, True, True, False]


def test_no_locked_package_is_known_to_be_vulnerable(capsys):
    audit.main()

    assert json.loads(audit.SNAPSHOT.read_text())["dated"] in capsys.readouterr().out


@pytest.mark.parametrize("name", IMAGES)
def test_the_bill_of_materials_of_each_image_is_sound_by_the_official_schema(name: str):
    bill = json.loads(sbom.written(f"uttp-{name}"))
    official = {file.name: json.loads(file.read_text()) for file in SCHEMAS.glob("*.schema.json")}
    known = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{file}", Resource.from_contents(one, DRAFT7)) for file, one in official.items()
    )

    jsonschema.Draft7Validator(official["bom-1.6.SNAPSHOT.schema.json"], registry=known).validate(bill)

    assert bill["metadata"]["component"]["name"] == f"uttp-{name}"
    pairs = {(canonicalize_name(one["name"]), one["version"]) for one in bill["components"]}
    assert pairs <= audit.locked(sbom.LOCK.read_text())
    assert {"flask", "gunicorn"} <= {one for one, _ in pairs}
    assert len(pairs) == len({one for one, _ in pairs})


def test_every_image_writes_its_bill_while_it_is_built():
    recipe = (ROOT / "deploy/docker/Dockerfile").read_text()

    assert recipe.count("python -m deploy.docker.sbom") == 2
    assert 'org.cyclonedx.bom="/srv/sbom.cdx.json"' in recipe


def test_every_image_that_we_do_not_build_is_watched():
    assert {name.partition(":")[0] for name in images.names()} == {"nginx", "rabbitmq", "postgres", "python"}


OLD, NEW = "sha256:" + "0" * 64, "sha256:" + "1" * 64


# seen, on record, production, accepted; what is on record then, or None where it is refused
PINS = [
    (OLD, {}, False, False, {"nginx:1": OLD}),
    (OLD, {"nginx:1": OLD}, True, False, {"nginx:1": OLD}),
    (NEW, {"nginx:1": OLD}, False, False, None),
    (NEW, {"nginx:1": OLD}, True, True, {"nginx:1": NEW}),
    ("", {}, False, False, {}),
    ("", {}, True, False, None),
    ("", {}, True, True, None),
    ("", {"nginx:1": OLD}, False, False, None),
]


@pytest.mark.parametrize("pin", PINS)
def test_an_image_is_the_one_on_record_or_refused(pin):
    seen, known, production, accept, kept = pin
    if kept is None:
        with pytest.raises(Hindered, match="nginx:1"):
            images.check({"nginx:1": seen}, known, production=production, accept=accept)
    else:
        assert images.check({"nginx:1": seen}, known, production=production, accept=accept) == kept
