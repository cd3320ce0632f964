"""Each service alone, the other three and the broker away: it starts, reads and writes; its events wait."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import complaint, story
from tests.live.office import Office, running
from tests.support import NAMES

TODAY = datetime.now(UTC).date()
SESSION = {"mode": "office", "stops": [{"district": story.SUNGAI_LILIN, "name": "Kantor"}], "capacity_minutes": 60}
# A write of each service that needs nobody else: (role, where, body).
WRITES = {
    "intake": ("front_officer", "/v1/applications", {"party": {"name": "Siti", "phone": "0812"}}),
    "testing": ("head", "/v1/sessions", {**SESSION, "date": str(TODAY + timedelta(days=7)), "verifiers": ["P1"]}),
    "certificates": ("head", "/v1/delegations", None),
    "complaints": ("complaint_officer", "/v1/complaints", complaint.BY_PHONE),
}
DELEGATION = {
    "subject": "dev-verifier-2",
    "capacity": "daily_acting",
    "name": "Yusri",
    "decree": "800/17/2026",
    "decree_on": str(TODAY - timedelta(days=1)),
    "first_day": str(TODAY),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_service_alone_reads_and_writes(name, tmp_path):
    role, where, body = WRITES[name]
    with running(Office(tmp_path, names=(name,), extra={"BUS_URL": "amqp://guest:guest@127.0.0.1:1//"})) as office:
        desk = office.speaker(name, role)

        made = desk.post(where, body or DELEGATION)
        assert made.status_code == 201, made.data
        assert desk.get(where).status_code == 200
        assert office.speaker(name, "service").get("/v1/events?limit=500").status_code == 200
        assert office.dead() == []
