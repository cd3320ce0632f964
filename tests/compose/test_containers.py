"""What the containers are made of, the story in them, and the same story while they are killed."""

import json
import random
import subprocess
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.chaos.bot import Bot, drive
from tests.chaos.campaign import unliving
from tests.compose.containers import Containers, has_docker, started
from tests.live.conftest import needed
from tests.story import Town
from tests.support import NAMES

MOST = 300.0
FILES = "/var/lib/uttp"
MORTAL = ("intake", "testing-bus", "broker", "testing-db", "certificates", "gateway", "intake-bus", "certificates-bus")
DATABASES = [f"{name}-db" for name in NAMES]
OURS = ["front", *NAMES, *[f"{name}-bus" for name in NAMES]]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    needed(has_docker(), "Docker")
    with started(tmp_path_factory.mktemp("office")) as containers:
        yield containers


def test_only_the_gateway_can_be_reached_and_nothing_is_more_than_it_must_be(office):
    parts = office.named()

    published = {name for name, one in parts.items() if any(one["NetworkSettings"]["Ports"].values())}
    assert published == {"gateway"}
    assert set(parts) == {"gateway", "broker", *OURS, *DATABASES, *[f"{name}-migrate" for name in NAMES]}
    for name in OURS:
        assert parts[name]["HostConfig"]["ReadonlyRootfs"], name
        assert parts[name]["Config"]["User"] == "10001:10001", name
        assert parts[name]["HostConfig"]["CapDrop"] == ["ALL"], name
        assert not parts[name]["HostConfig"]["CapAdd"], name
        assert parts[name]["HostConfig"]["Memory"] > 0, name
    for name in {*OURS, *DATABASES, "gateway", "broker"}:
        assert parts[name]["State"]["Health"]["Status"] == "healthy", name
    secrets = json.dumps([one["Config"]["Env"] for one in parts.values()])
    assert (office.folder / "var" / "secrets" / "intake_password").read_text() not in secrets
    back = json.loads(office.docker("network", "inspect", f"{office.project}_back"))[0]
    assert back["Internal"]


@pytest.mark.parametrize("name", NAMES)
def test_an_image_holds_one_service_and_the_plumbing(office, name):
    assert office.inside(name, "ls", "services").split() == ["__init__.py", name]
    tables = office.inside(f"{name}-db", "psql", "-U", name, "-d", name, "-tAc", "SELECT count(*) FROM log_event")
    assert int(tables) >= 0


def test_metrics_stay_inside_and_the_gateway_refuses_in_the_usual_shape(office):
    assert "inbox_events" in office.inside("intake", "python", "-c", FETCH.format("/metrics"))
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{office.url}/intake/metrics", timeout=30)
    large = urllib.request.Request(f"{office.url}/intake/v1/applications", b"x" * 12_000_000, method="POST")
    with pytest.raises((urllib.error.HTTPError, urllib.error.URLError, ConnectionError)) as refused:
        urllib.request.urlopen(large, timeout=30)
    if isinstance(refused.value, urllib.error.HTTPError):
        assert json.load(refused.value)["code"] == "too-large"


FETCH = "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:8000{}').read().decode())"


def test_the_demo_is_played_in_containers(office):
    assert "70 dari 70" in office.uttp("deploy.demo")


def test_no_new_passwords_are_made_beside_old_data(office):
    secrets = office.folder / "var" / "secrets"
    secrets.rename(secrets.with_name("elsewhere"))
    try:
        refused = office.tried("deploy.docker.containers", "up", "--no-build")
        made = secrets.exists()
    finally:
        secrets.with_name("elsewhere").rename(secrets)

    assert (refused.returncode, made) == (2, False)
    assert "down --data" in refused.stderr
    assert f"{office.project}_intake-db" in refused.stderr


def test_an_agency_is_let_in_and_shut_out_while_the_office_runs(office):
    rabbit = {"BUS_URL": "amqp://broker:5672/%2F", "RABBITMQCTL": f"docker exec -i {office.id('broker')} rabbitmqctl"}
    before, office.environment = office.environment, lambda: {**before(), **rabbit}
    sheet = office.uttp("deploy.uttp", "bus", "grant", "dinas", "--types", "certificates.certificate.*")
    token = next(line.split()[1] for line in sheet.splitlines() if line.strip().startswith("token"))

    def read() -> int:
        feed = urllib.request.Request(f"{office.url}/certificates/v1/events?after=0&limit=5")
        feed.add_header("Authorization", f"Bearer {token}")
        try:
            return urllib.request.urlopen(feed, timeout=30).status
        except urllib.error.HTTPError as error:
            return error.code

    assert read() == 200
    assert "ext.dinas" in office.inside("broker", "rabbitmqctl", "-q", "list_queues", "name")
    office.uttp("deploy.uttp", "bus", "revoke", "dinas")
    assert read() == 401
    assert "ext.dinas" not in office.inside("broker", "rabbitmqctl", "-q", "list_queues", "name")
    office.environment = before


def test_a_lost_database_comes_back_as_the_operations_page_says(office):
    bot = Bot(Town(office.speaker, lambda: None, datetime.now(ZoneInfo("Asia/Jakarta")).date()), "R")
    _taken_on(bot, 0)
    dump = ("exec", "-T", "intake-db", "pg_dump", "-U", "intake", "--format=custom", "intake")
    copy = office.compose(*dump)
    files = office.compose("exec", "-T", "intake", "tar", "-C", FILES, "--exclude=./access", "-cf", "-", ".")
    after = _taken_on(bot, 1)
    assert settled(office) == []

    office.compose("rm", "--stop", "--force", "intake", "intake-bus", "intake-migrate", "intake-db")
    office.docker("volume", "rm", f"{office.project}_intake-db", f"{office.project}_intake-files")
    how = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
    office.compose("up", "--detach", "--no-deps", "intake-db")
    unpack = ("run", "--rm", "-T", "--no-deps", "--entrypoint", "tar", "intake", "-C", FILES, "-xf", "-")
    office.compose(*unpack, given=files)
    _answers(office)
    office.compose("exec", "-T", "intake-db", "pg_restore", "-U", "intake", "-d", "intake", *how, given=copy)
    report = json.loads(office.compose("run", "--rm", "-T", "intake", "intake", "recover"))
    office.compose("up", "--detach", "intake", "intake-bus")

    assert (after in report["behind"], report["epoch"]) == (True, 2)
    assert report["recovered"] >= 1  # what nobody hears comes back from nobody, and the report says so
    until = time.monotonic() + MOST
    assert drive(bot, [bot.hand_in(2, fails=False)], lambda: time.monotonic() > until) == []
    assert settled(office) == []


def _answers(office: Containers) -> None:
    """The database of a fresh volume starts twice; it is there when it answers on the network."""
    ready = ("docker", "exec", office.id("intake-db"), "pg_isready", "-h", "127.0.0.1", "-U", "intake")
    until = time.monotonic() + MOST
    while subprocess.run(ready, capture_output=True).returncode:
        assert time.monotonic() < until, "the database never answers"
        time.sleep(1)


def _taken_on(bot: Bot, number: int) -> str:
    id = bot.hand_in(number, fails=False)
    for _ in range(2):  # hand in, take on
        bot.push(id)
    return id


def test_new_passwords_of_the_broker_come_from_new_files(office):
    secrets = office.folder / "var" / "secrets"
    old = (secrets / "intake_bus").read_text()
    for pattern in ("*_broker", "*_bus", "broker_definitions"):
        for file in secrets.glob(pattern):
            file.unlink()

    office.uttp("deploy.docker.containers", "down")
    office.uttp("deploy.docker.containers", "up", "--no-build")

    assert (secrets / "intake_bus").read_text() != old
    bot = Bot(Town(office.speaker, lambda: None, datetime.now(ZoneInfo("Asia/Jakarta")).date()), "P")
    until = time.monotonic() + MOST
    assert drive(bot, [bot.hand_in(0, fails=False)], lambda: time.monotonic() > until) == []
    assert settled(office) == []


def test_the_story_ends_right_whatever_container_is_killed(office):
    rng = random.Random(20261126)
    town = Town(office.speaker, lambda: None, datetime.now(ZoneInfo("Asia/Jakarta")).date())
    bot, killed, faults = Bot(town, "K"), [], []

    def strike() -> None:
        try:
            for name in rng.sample(MORTAL, len(MORTAL)):
                office.kill(name)
                killed.append(name)
                time.sleep(rng.uniform(1, 4))
        except BaseException as fault:
            faults.append(fault)

    killer = threading.Thread(target=strike, daemon=True)
    killer.start()
    letters = [bot.hand_in(number, fails=number == 2) for number in range(4)]
    until = time.monotonic() + MOST
    left = drive(bot, letters, lambda: time.monotonic() > until)
    killer.join(MOST)

    assert faults == []
    assert sorted(killed) == sorted(MORTAL)
    assert left == []
    assert unliving(town, letters) == []
    assert settled(office) == []


def settled(office: Containers) -> list[str]:
    """What is still wrong in the books of the four, after as long as it may take."""
    until = time.monotonic() + MOST
    while wrong := [fault for name in NAMES for fault in faults(office, name)]:
        if time.monotonic() > until:
            break
        time.sleep(1)
    return wrong


def faults(office: Containers, name: str) -> list[str]:
    standing = json.loads(office.inside(name, "python", "-m", "deploy.uttp", name, "bus-status"))
    inbox, behind = standing["inbox"], [source for source in standing["sources"] if source["lag"]]
    waiting = [f"{name}: {state} {inbox[state]}" for state in ("dead", "parked", "pending") if inbox.get(state)]
    waiting += [f"{name}: {source}" for source in behind]
    waiting += [f"{name}: waiting {standing['log']['waiting']}"] if standing["log"]["waiting"] else []
    return waiting + ([] if standing["conserved"] else [f"{name}: does not add up"])
