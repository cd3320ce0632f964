"""The demo office's head and the one who signs when the head is away; certificates come by events only."""

from datetime import date, timedelta

from services.certificates.domain.delegation import Capacity
from services.certificates.storage import Delegation, context, transaction
from services.certificates.usecases.signing import desk
from shared import clock
from shared.ids import name_id

LOADED = "demo"
HEAD = {
    "subject": "dev-head",
    "capacity": Capacity.HOLDER,
    "name": "Contoh Kepala, S.T., M.Si.",
    "rank": "Pembina (IV/a)",
    "decree": "SK Bupati (contoh) 821.2/001/2026",
    "decree_on": date(2026, 1, 2),
}
DEPUTY = {
    "subject": "dev-verifier-2",
    "capacity": Capacity.DAILY_ACTING,
    "name": "Contoh Pengganti, A.Md.",
    "rank": "Penata (III/c)",
    "decree": "Surat Perintah Plh. (contoh) 800/002/2026",
    "decree_on": date(2026, 1, 2),
    "confirmed_by": HEAD["subject"],
}


def load() -> None:
    """Load once: the holder of the office and a daily acting head for a fortnight; the seal is made ready."""
    _ = desk.seal.signer
    with transaction():
        if context.Marker.get_or_none(context.Marker.name == LOADED):
            return
        context.Marker.create(name=LOADED)
        today = context.today()
        for facts, last in ((HEAD, None), (DEPUTY, today + timedelta(days=13))):
            id = name_id("demo", "delegation", facts["subject"])
            confirmed_at = clock.now() if "confirmed_by" in facts else None
            days = {"first_day": today, "last_day": last, "confirmed_at": confirmed_at}
            if Delegation.get_or_none(Delegation.id == id) is None:
                Delegation.create(id=id, recorded_by="demo", **days, **facts)
