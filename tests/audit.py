"""`make audit`: no locked package is known to be vulnerable to the committed snapshot of the advisory database."""

import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from packaging.utils import canonicalize_name
from packaging.version import Version

from shared.clock import today

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOT = ROOT / "tests" / "advisories.json"
LOCKS = ("requirements.lock", "requirements-test.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
AGE = (
    "Cuplikan peringatan dari {day} ({age} hari), {count} peringatan; tidak diperbarui di sini (docs/operations.md). "
    "/ Advisory snapshot of {day} ({age} days old), {count} advisories; it is not refreshed here."
)
VULNERABLE = "{package} {version}: {id} ({aliases}), diperbaiki pada / fixed in: {fixed}"


def locked(text: str) -> set[tuple[str, str]]:
    """Name and version of every package of a lock; one may stand there twice, for other Pythons."""
    return {(canonicalize_name(name), version) for name, version in PIN.findall(text)}


def affects(advisory: Mapping[str, Any], version: str) -> bool:
    """By the OSV rules: a listed version, or one inside a range from `introduced` until before `fixed`."""
    return version in advisory["versions"] or any(_inside(events, Version(version)) for events in advisory["ranges"])


def _inside(events: list[dict[str, str]], version: Version) -> bool:
    inside = False
    for event in sorted(events, key=lambda event: Version(next(iter(event.values())))):
        [(kind, at)] = event.items()
        reached = version > Version(at) if kind == "last_affected" else version >= Version(at)
        inside = kind == "introduced" if reached else inside
    return inside


def found(snapshot: Mapping[str, Any], packages: Collection[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each locked package with an advisory against its version."""
    for package, version in sorted(packages):
        for advisory in snapshot["advisories"]:
            if canonicalize_name(advisory["package"]) == package and affects(advisory, version):
                fixed = [event["fixed"] for events in advisory["ranges"] for event in events if "fixed" in event]
                facts = {"aliases": ", ".join(advisory["aliases"]), "fixed": ", ".join(fixed) or "-"}
                yield VULNERABLE.format(package=package, version=version, id=advisory["id"], **facts)


def main() -> None:
    snapshot = json.loads(SNAPSHOT.read_text())
    packages = {pair for lock in LOCKS for pair in locked((ROOT / lock).read_text())}
    day, count = snapshot["dated"], len(snapshot["advisories"])
    age = (today(ZoneInfo("UTC")) - date.fromisoformat(day)).days
    sys.stdout.write(AGE.format(day=day, age=age, count=count) + "\n")
    if faults := list(found(snapshot, packages)):
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
