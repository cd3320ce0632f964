"""`make rehearse`: one service loses its database and comes back from an older copy, as teller and as listener."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from shared.database.encryption import Vault
from tests.chaos import ledger
from tests.chaos.bot import Bot, drive
from tests.chaos.rest import settle
from tests.live.office import Office, running
from tests.live.servers import has_pg, has_rabbit, postgres, rabbitmq
from tests.story import Town

CALM = 120.0
BODIES = "SELECT position, body FROM log_event ORDER BY position"
EPOCHS = "SELECT epoch FROM source_cursor WHERE source LIKE '%:{0}'"
LETTERS = 3


@dataclass
class Rehearsal:
    """An office, the officers who work in it, and what the operator does when a database is gone."""

    office: Office
    name: str
    letters: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.town = Town(self.office.speaker, lambda: None, datetime.now(ZoneInfo("Asia/Jakarta")).date())
        self.bot = Bot(self.town, f"R-{self.name}")
        self.copy = self.office.var / "copies" / f"{self.name}.copy"

    def hand_in(self) -> list[str]:
        first = len(self.letters)
        self.letters += [self.bot.hand_in(first + number, fails=False) for number in range(LETTERS)]
        return self.letters[first:]

    def complete(self, ids: list[str]) -> None:
        until = time.monotonic() + CALM
        left = drive(self.bot, ids, lambda: time.monotonic() > until)
        assert not left, f"{len(left)} letters never ended"
        self.rest()

    def rest(self) -> ledger.Findings:
        return settle(self.office, time.monotonic() + CALM)

    def run(self, *words: str) -> str:
        """An operator's command of the service."""
        env = self.office._environment(self.name)
        command = [sys.executable, "-m", f"services.{self.name}.main", *words]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words}: {done.stderr[-2000:]}"
        return done.stdout

    def lose_and_restore(self) -> dict[str, Any]:
        """The database is deleted; the copy comes back, and from the peers what was told since."""
        for role in ("web", "bus"):
            self.office.kill(self.name, role)
        self._delete()
        self.run("restore", str(self.copy))
        report = json.loads(self.run("recover"))
        for role in ("web", "bus"):
            self.office.start(self.name, role)
        self.office.wait_ready(self.name)
        return report

    def books(self, name: str, sql: str) -> list[tuple]:
        place = self.office.database(name) if self.office.database else self.office.var / f"{name}.db"
        return ledger.rows(place, sql)

    def told(self) -> dict[int, bytes]:
        """What the service told, by position; internal events lie sealed, each time with another salt."""
        vault = Vault()
        vault.open(self.office.var / "keys" / f"{self.name}.data.key")
        return {position: vault.bare(body) for position, body in self.books(self.name, BODIES)}

    def _delete(self) -> None:
        if not self.office.database:
            for end in ("", "-wal", "-shm"):
                (self.office.var / f"{self.name}.db{end}").unlink(missing_ok=True)
            return
        server, _, database = self.office.database(self.name).rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {database} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {database}")


def as_teller(office: Office) -> dict[str, Any]:
    """Letters taken on after the copy: their events come back, and the report names each of them."""
    play = Rehearsal(office, "intake")
    play.complete(play.hand_in())
    play.run("backup", str(play.copy))
    after = play.hand_in()
    for _ in range(2):  # hand in, take on
        for id in after:
            play.bot.push(id)
    play.rest()
    before = play.told()

    report = play.lose_and_restore()

    back = play.told()
    heard = {position for position, body in before.items() if json.loads(body)["type"] in _heard(office)}
    assert {position: back[position] for position in heard} == {position: before[position] for position in heard}
    assert sorted(back) == list(range(1, report["head"] + 1))
    assert set(after) <= set(report["behind"]), "a letter that was lost is not named"
    _new_epoch(play, "testing")
    play.complete(play.hand_in())
    return report


def as_listener(office: Office) -> dict[str, Any]:
    """Examinations heard after the copy: they are heard again, and their papers are drawn up again, once each."""
    play = Rehearsal(office, "certificates")
    play.complete(play.hand_in())
    play.run("backup", str(play.copy))
    after = play.hand_in()
    until = time.monotonic() + CALM
    while len(_waiting(play)) < LETTERS:
        assert time.monotonic() < until, "the papers were never drawn up"
        for id in after:
            play.bot.push(id)

    report = play.lose_and_restore()

    play.complete(after)
    findings = play.rest()
    assert not findings.lost + findings.double_effects + findings.dead, findings.faults()
    return report


def _waiting(play: Rehearsal) -> list[Any]:
    head = play.town.at("certificates", "head")
    return head.get("/v1/certificates?state=awaiting_signature&limit=100").json["items"]


def _heard(office: Office) -> set[str]:
    """Every type that some service of the office hears."""
    return set().union(*(ledger.hears(office.speaker(name).get("/asyncapi.json").json) for name in office.names))


def _new_epoch(play: Rehearsal, reader: str) -> None:
    until = time.monotonic() + CALM
    while play.books(reader, EPOCHS.format(play.name)) != [(2,)]:
        assert time.monotonic() < until, f"{reader} never saw the new epoch"
        time.sleep(0.2)


@contextmanager
def offices() -> Iterator[dict[str, Office]]:
    """One office for each pair of carrier and database that this machine can run."""
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="rehearse-") as folder:
        found = {"feed, sqlite": Office(Path(folder) / "plain")}
        if has_pg() and has_rabbit():
            cluster, broker = stack.enter_context(postgres()), stack.enter_context(rabbitmq())
            both = Office(Path(folder) / "both", bus_url=broker.url, database=lambda name: cluster(f"office_{name}"))
            found["amqp, postgresql"] = both
        elif os.environ.get("CI") == "true":
            sys.exit("RabbitMQ and PostgreSQL are not installed on this machine")
        yield found


def main() -> None:
    with offices() as found:
        wanted = os.environ.get("CARRIER", "")
        for pair, office in [row for row in found.items() if row[0].startswith(wanted)]:
            with running(office):
                for act in (as_listener, as_teller):
                    report = act(office)
                    known = {name: report[name] for name in ("service", "epoch", "head", "recovered", "lost")}
                    sys.stdout.write(f"{pair}: {act.__name__}: {json.dumps(known)}\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
