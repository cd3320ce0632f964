"""`make chaos`: play the fault matrix and the random killer, print what was found, keep it in var/bench/chaos.json.

Environment: SEED; CARRIER (feed, amqp or both); ONLY (numbers of scenarios, or `hunt`); SMOKE=1 (a short selection for
CI); RECORD=0 keeps the run out of docs/reliability.md; CALM (seconds that everything may take to come to rest). Of the
long hunt on each full pair: MINUTES; EVENTS that it must reach; PAUSE (seconds between two strikes, 2.5-5); MARKETS
(how many hand in letters at once, 5).
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.chaos import report
from tests.chaos.killings import Proof
from tests.chaos.proxy import Proxy
from tests.chaos.scenarios import CROWD, SCENARIOS, SMOKE, Scenario
from tests.chaos.soak import Quarry, hunt
from tests.chaos.testbed import Forbidden, Ground
from tests.live.office import Office, running
from tests.live.running import room_of_its_own
from tests.live.servers import Broker, has_pg, has_rabbit, postgres, rabbitmq

DEFAULT = 5.0  # minutes of the long hunt


@dataclass(frozen=True)
class Plan:
    """What is played on one pair of carrier and database."""

    carrier: str
    database: str
    scenarios: tuple[Scenario, ...]


@dataclass
class Servers:
    """A private broker and a private cluster; each office gets a room of its own in both."""

    broker: Broker | None
    cluster: Callable[[str], str] | None
    folder: Path
    offices: int = field(default=0)

    @contextmanager
    def ground(self, plan: Plan, seed: int) -> Iterator[Ground]:
        """A fresh office."""
        self.offices += 1
        number, cluster = self.offices, self.cluster
        database = (lambda name: cluster(f"chaos{number}_{name}")) if cluster else None
        proxy = Proxy(self.broker.port).start() if self.broker else None
        context = room_of_its_own(self.broker).rsplit("/", 1)[1] if self.broker and number > 1 else "/"
        url = f"amqp://guest:guest@127.0.0.1:{proxy.port}/{quote(context, safe='')}" if proxy else ""
        try:
            with running(Office(self.folder / str(number), bus_url=url, database=database)) as office:
                yield Ground(office, plan.carrier, plan.database, seed, self.broker, proxy, context)
        finally:
            if proxy:
                proxy.stop()


def main() -> int:
    seed, run = int(os.environ.get("SEED", "7")), report.Run()
    for plan in plans():
        began = time.monotonic()
        with servers(plan) as held:
            for alone in (False, True):
                mine = [one for one in plan.scenarios if one.alone == alone]
                if mine:
                    with held.ground(plan, seed) as ground:
                        run.rows += [play(one, ground) for one in mine]
        run.minutes[plan.carrier, plan.database] = (time.monotonic() - began) / 60
    return report.finish(run, seed, is_recorded())


def plans() -> list[Plan]:
    """In full on SQLite + feed and PostgreSQL + AMQP, as a smoke on the other two pairs."""
    smoke, carrier = bool(os.environ.get("SMOKE")), os.environ.get("CARRIER", "both")
    full, small = (SMOKE, ()) if smoke else (chosen(tuple(SCENARIOS)), chosen(SMOKE))
    if not smoke:
        full += long_hunt()
    rows = [("feed", "sqlite", full), ("amqp", "postgresql", full), ("feed", "postgresql", small)]
    found = [Plan(name, database, of(name, every)) for name, database, every in [*rows, ("amqp", "sqlite", small)]]
    return [plan for plan in found if carrier in ("both", plan.carrier) and plan.scenarios]


def of(carrier: str, scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    return tuple(one for one in scenarios if carrier in one.carriers)


def chosen(scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    only = os.environ.get("ONLY", "").replace(",", " ").split()
    return tuple(one for one in scenarios if not only or str(one.number) in only)


def long_hunt() -> tuple[Scenario, ...]:
    """The random killer for as many minutes, or until as many events, as were asked for."""
    minutes, events = float(os.environ.get("MINUTES", "0")), int(os.environ.get("EVENTS", "0"))
    if not (minutes or events or "hunt" in os.environ.get("ONLY", "")):
        return ()
    minutes = minutes or DEFAULT
    quarry, title = Quarry(60 * minutes, events), f"random killer, {minutes:g} min, {events} events"
    return (replace(SCENARIOS[-1], title=title, act=lambda ground: hunt(ground, quarry), size=CROWD),)


def is_recorded() -> bool:
    """Whole runs and long hunts go into the table, selections and those of CI do not."""
    partial = os.environ.get("SMOKE") or os.environ.get("CI") == "true"
    partial = partial or os.environ.get("ONLY", "hunt") != "hunt"
    return os.environ.get("RECORD", "0" if partial else "1") != "0"


@contextmanager
def servers(plan: Plan) -> Iterator[Servers]:
    """What the pair needs, private, on free ports."""
    if (plan.carrier == "amqp" and not has_rabbit()) or (plan.database == "postgresql" and not has_pg()):
        sys.exit("RabbitMQ and PostgreSQL must be installed for this; see .ci/run")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True))
        cluster = stack.enter_context(postgres()) if plan.database == "postgresql" else None
        broker = stack.enter_context(rabbitmq()) if plan.carrier == "amqp" else None
        yield Servers(broker, cluster, Path(folder))


def play(scenario: Scenario, ground: Ground) -> dict[str, Any]:
    """One row of the report."""
    row = {"scenario": scenario.number, "title": scenario.title, "carrier": ground.carrier, "database": ground.database}
    before, began = (ground.kills, ground.points, ground.sums()), time.monotonic()
    try:
        proof = act(scenario, ground)
    except Forbidden as why:
        return report.said({**row, "played": False, "why": str(why)})
    except Exception as error:
        proof, row["failed"] = None, f"{type(error).__name__}: {error}"[:500]
    found, sums = ground.findings(), ground.sums()
    gained = {name: sums[name] - before[2][name] for name in ("absorbed", "healed", "caught_up")}
    row["failed"] = row.get("failed") or judged(proof, gained)
    row |= {"played": True, "kills": ground.kills - before[0], "points": ground.points - before[1]}
    row |= {"duplicates_absorbed": gained["absorbed"], "healed": gained["healed"], "caught_up": gained["caught_up"]}
    row |= {"seconds": round(time.monotonic() - began, 1), **report.counted(found)}
    report.keep_logs(report.said(row), ground.office.var)
    return row


def act(scenario: Scenario, ground: Ground) -> Proof | None:
    if scenario.alone:
        return scenario.act(ground)
    with ground.load(scenario.size):
        return scenario.act(ground)


def judged(proof: Proof | None, sums: dict[str, int]) -> str:
    try:
        if proof:
            proof(sums)
    except AssertionError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    sys.exit(main())
