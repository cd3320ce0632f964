"""One campaign: bots drive letters through the office while a killer with a seed strikes; then the ledger is read."""

import random
import time
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.chaos import ledger
from tests.chaos.bot import Bot, drive, in_background
from tests.chaos.killer import Killer
from tests.chaos.rest import settle
from tests.live.office import Office
from tests.story import Town

CALM = 180.0
MOST = 100  # letters; a quick machine ends many before the killer has struck often enough


@dataclass
class Outcome:
    """What a campaign found."""

    seed: str
    letters: int
    completed: int
    kills: dict[str, int]
    retries: int
    findings: ledger.Findings
    living: list[str]


def campaign(office: Office, seed: int, letters: int, pause: tuple[float, float], limit: int | None = None) -> Outcome:
    """Play at least `letters` letters, and until the killer struck `limit` times; every third scale fails first."""
    rng = random.Random(seed)
    town = Town(office.speaker, lambda: None, datetime.now(ZoneInfo("Asia/Jakarta")).date())
    bot = Bot(town, f"S{seed}")
    killer = Killer(office, rng, pause, limit=limit)
    thread = in_background(killer.run)
    ids: list[str] = []
    left: list[str] = []

    def struck() -> bool:
        return limit is not None and sum(killer.kills.values()) >= limit

    while len(ids) < letters or (limit is not None and not struck() and len(ids) < MOST):
        new = [bot.hand_in(number, fails=number % 3 == 0) for number in range(len(ids), len(ids) + 2)]
        ids, left = [*ids, *new], drive(bot, [*left, *new], struck)
    killer.stopping.set()
    thread.join(30)
    killer.stop()
    for name in office.names:
        office.wait_ready(name)
    until = time.monotonic() + CALM
    left = drive(bot, left, lambda: time.monotonic() > until)
    findings = settle(office, until)
    retries = sum(one.retries for one in town.known.values())
    completed = len(ids) - len(left)
    return Outcome(bot.seed, len(ids), completed, dict(killer.kills), retries, findings, unliving(town, ids))


def unliving(town: Town, ids: list[str]) -> list[str]:
    """Letters whose instrument has not exactly one living certificate."""
    head, office = town.at("certificates", "head"), town.at("intake", "front_officer")
    wrong = []
    for id in ids:
        instrument = office.get(f"/v1/applications/{id}").json["items"][0]["instrument"]["id"]
        found = head.get(f"/v1/certificates?instrument={instrument}&limit=100").json["items"]
        living = [one["kind"] for one in found if one["state"] in ("valid", "in_force")]
        if living != ["verification"]:
            wrong.append(f"{id}: {[(one['kind'], one['state']) for one in found]}")
    return wrong
