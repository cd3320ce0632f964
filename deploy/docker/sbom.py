"""The bill of materials of an image (CycloneDX 1.6, JSON): the service and every package that its lock puts in."""

import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

from packaging.markers import Marker

from shared.context import VERSION

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: *;([^\\\n]*))?", re.MULTILINE)
# Where the images run, whatever machine writes the bill.
IMAGE = {"python_version": "3.11", "python_full_version": "3.11.0", "sys_platform": "linux", "os_name": "posix"}
IMAGE |= {"platform_system": "Linux", "implementation_name": "cpython", "platform_python_implementation": "CPython"}


def bill(image: str, lock: str, version: str = VERSION) -> dict[str, Any]:
    """What is in `image`; the packages of its Debian base are not ours to list."""
    parts = [_part(name, at) for name, at, marker in PIN.findall(lock) if _applies(marker)]
    own = {"type": "container", "bom-ref": image, "name": image, "version": version}
    own |= {"licenses": [{"license": {"id": "MIT"}}]}
    known = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([own, parts]))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{known}",
        "version": 1,
        "metadata": {"component": own},
        "components": parts,
        "dependencies": [{"ref": image, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def written(image: str, lock: Path = LOCK) -> str:
    return json.dumps(bill(image, lock.read_text()), indent=1) + "\n"


def _part(name: str, version: str) -> dict[str, str]:
    purl = f"pkg:pypi/{name.lower()}@{version}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def _applies(marker: str) -> bool:
    """Whether the package is put into the image."""
    return not marker.strip() or Marker(marker.strip()).evaluate(dict(IMAGE))


if __name__ == "__main__":
    sys.stdout.write(written(sys.argv[1]))
