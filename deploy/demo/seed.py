"""Fills the demo office once: a dozen letters at different stages, each carried there over HTTP as people would."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from deploy.demo import client
from deploy.http_client import Late, Office, Refused
from deploy.local import people

Row = dict[str, Any]
DONE = "demo-office.txt"
PROGRESS = "\r  Kantor contoh / demo office: {0}/{1} {2:<40}"
BROKEN = "\n  {0}: tidak selesai / not finished: {1}\n"
BUDI, SAWIT, PASAR, SITI = "applicant-budi", "applicant-sawit", "applicant-pasar", "applicant"
FUEL = {"spbu_no": "24.307.01", "product": "Pertalite", "qmax_lpm": "40", "mmq_l": "2"}
SPRING = {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"}
WATER = {"q3": "2.5", "r": "100", "class": "2"}
GOLD = {"class": "II", "max": "300", "e": "0.01", "unit": "g"}


class Letter(NamedTuple):
    """Who applies for what, and how far it has come."""

    name: str
    who: str
    district: int
    items: tuple[Row, ...]
    steps: tuple[str, ...]


def _one(**more: Any) -> tuple[Row, ...]:
    return (more,)


# fmt: off
LETTERS = [
    # name                     account  district  instruments  steps
    Letter("Toko Melati",      BUDI,  2, _one(),                                              ()),
    Letter("Warung Bu Ratna",  SITI,  3, _one(),                                              ("submit",)),
    Letter("Toko Emas Murni",  BUDI,  1, _one(plate=GOLD, brand="Ohaus"),                     ("submit",)),
    Letter("CV Musi Jaya",     SAWIT, 5, _one(), ("submit", "send_back")),
    Letter("Depot Air Segar",  SITI,  8, _one(kind="meter_air_le50", plate=WATER), ("submit", "withdraw")),
    Letter("Kios Pak Karim",   BUDI,  10, _one(), ("submit", "reject")),
    Letter("Gudang Karet Rejo", SAWIT, 14, _one(), ("submit", "accept")),
    Letter("SPBU 24.307.01",   SAWIT, 9, _one(kind="pu_bbm", plate=FUEL, mode="on_site", units=("1", "2")),
           ("submit", "accept", "book")),
    Letter("PT Sawit Musi Lestari", SAWIT, 9,
           _one(kind="timbangan_jembatan", plate=client.TRUCK, mode="on_site"), ("submit", "accept", "book")),
    Letter("Pasar Sungai Lilin", PASAR, client.MARKET,
           (*_one(mode="group"), *_one(kind="timbangan_pegas", plate=SPRING, mode="group")),
           ("submit", "accept", "book")),
    Letter("Toko Berkah",      SITI,  1, _one(), ("submit", "accept", "test")),
    Letter("Toko Sumber Rezeki", BUDI, 6, _one(plate=client.TABLE), ("submit", "accept", "fail", "sign")),
    Letter("Koperasi Maju",    SITI,  13, _one(), ("submit", "accept", "test", "sign")),
]
# fmt: on


@dataclass
class Play:
    """One letter on its way."""

    office: Office
    letter: Letter
    today: date
    row: Row = field(default_factory=dict)

    def run(self) -> None:
        party = {
            "name": self.letter.name,
            "phone": "0812-0000-0000",
            "address": f"Kecamatan {client.district(self.letter.district)}",
        }
        scheme = "collective" if self.letter.who == PASAR else "individual"
        self.row = client.write_letter(self.office, self.letter.who, party, list(self._items()), scheme=scheme)
        for step in self.letter.steps:
            STEPS[step](self)

    def submit(self) -> None:
        self.row = client.submit(self.office, self.letter.who, self.row)

    def accept(self) -> None:
        self.row = client.accept(self.office, self.row)

    def send_back(self) -> None:
        fault = {"pointer": "/party", "code": "address_unclear", "note": "Mohon lengkapi alamat tempat alat berada."}
        client.send_back(self.office, self.row, fault)

    def reject(self) -> None:
        self._end("front_officer", "rejection", "not_used_in_trade")

    def withdraw(self) -> None:
        self._end(self.letter.who, "withdrawal", "applicant")

    def book(self) -> None:
        """Each instrument into the next published day of its mode."""
        for order in client.orders(self.office, self.row).values():
            mode = order["place"]["mode"]
            days = self._sessions(f"state=published&mode={mode}")
            client.book(self.office, order, min(days, key=lambda day: day["date"]))

    def test(self, failing: tuple[str, ...] = ()) -> None:
        for order in client.orders(self.office, self.row).values():
            session = client.plan_session(self.office, self.today, minutes=60)
            booked = client.book(self.office, order, session)
            client.move_session(self.office, session, "opening")
            client.approve(self.office, client.examine(self.office, booked, failing))
            client.move_session(self.office, session, "closing")

    def fail(self) -> None:
        self.test(("1",))

    def sign(self) -> None:
        for item in self.row["items"]:
            client.sign(self.office, client.papers(self.office, item["instrument"]["id"], 1)[0])

    def _items(self) -> Iterator[Row]:
        for number, facts in enumerate(self.letter.items, 1):
            more = {"at": self.letter.name, "district": client.district(self.letter.district), **facts}
            plate, units = more.pop("plate", client.SCALE), more.pop("units", ())
            yield client.scale(f"{client.run_code()}-{number}", plate, *units, **more)

    def _sessions(self, query: str) -> list[Row]:
        found = self.office.person("head").get(f"/testing/v1/sessions?{query}&limit=100")["items"]
        return [day for day in found if day["date"] > str(self.today)]

    def _end(self, who: str, how: str, reason: str) -> None:
        path = f"/intake/v1/applications/{self.row['id']}/{how}"
        self.office.person(who).post(path, {"reason_code": reason}, self.row)


STEPS: dict[str, Callable[[Play], None]] = {
    "submit": Play.submit,
    "accept": Play.accept,
    "send_back": Play.send_back,
    "reject": Play.reject,
    "withdraw": Play.withdraw,
    "book": Play.book,
    "test": Play.test,
    "fail": Play.fail,
    "sign": Play.sign,
}


def fill(office: Office, today: date, done: Path) -> None:
    """Play each letter once; one that was interrupted stays where it stopped, as in any office."""
    begun = done.read_text().splitlines() if done.exists() else []
    for number, letter in enumerate(LETTERS, 1):
        if letter.name in begun:
            continue
        with done.open("a") as file:
            file.write(f"{letter.name}\n")
        sys.stdout.write(PROGRESS.format(number, len(LETTERS), letter.name))
        sys.stdout.flush()
        try:
            Play(office, letter, today).run()
        except (Refused, Late) as fault:
            sys.stderr.write(BROKEN.format(letter.name, fault))
    if len(begun) < len(LETTERS):
        sys.stdout.write("\n")


def main(var: str, today: str, *bases: str) -> None:
    addresses = dict(base.split("=", 1) for base in bases)
    folder = Path(var)
    fill(Office(addresses, people.tokens(folder / "keys")), date.fromisoformat(today), folder / DONE)


if __name__ == "__main__":
    main(*sys.argv[1:])
