"""Writes tests/advisories.json from a clone of github.com/pypa/advisory-database: what concerns our packages."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.audit import LOCKS, ROOT, SNAPSHOT, locked

SOURCE = "https://github.com/pypa/advisory-database"


def snapshot(database: Path, packages: set[str], commit: str, day: str) -> dict[str, Any]:
    """Every advisory that was not withdrawn, for these packages."""
    files = [file for package in sorted(packages) for file in sorted((database / "vulns" / package).glob("*.yaml"))]
    rows = [row for file in files for row in _rows(yaml.safe_load(file.read_text()))]
    return {"source": SOURCE, "commit": commit, "dated": day, "packages": sorted(packages), "advisories": rows}


def _rows(osv: dict[str, Any]) -> list[dict[str, Any]]:
    facts = {"id": osv["id"], "aliases": osv.get("aliases", [])}
    return [
        {"package": one["package"]["name"].lower(), **facts, "ranges": _ranges(one), "versions": _versions(one)}
        for one in osv["affected"]
        if not osv.get("withdrawn")
    ]


def _ranges(affected: dict[str, Any]) -> list[list[dict[str, str]]]:
    return [one["events"] for one in affected.get("ranges", []) if one["type"] == "ECOSYSTEM"]


def _versions(affected: dict[str, Any]) -> list[str]:
    """Where a range says it, the list of versions repeats it."""
    return [] if _ranges(affected) else list(map(str, affected.get("versions", [])))


def main(folder: str) -> None:
    told = subprocess.run(
        ["git", "-C", folder, "log", "-1", "--format=%H %cs"], capture_output=True, text=True, check=True
    )
    commit, day = told.stdout.split()
    packages = {name for lock in LOCKS for name in locked((ROOT / lock).read_text())}
    SNAPSHOT.write_text(json.dumps(snapshot(Path(folder), packages, commit, day), indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
