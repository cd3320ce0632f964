"""A service loses its database and comes back from an older copy: as listener, and as teller with a new epoch."""

from tests import rehearse
from tests.chaos.testbed import Ground


def restored(ground: Ground) -> None:
    """Both rehearsals on one office; what the report names as not to be rebuilt, the ledger does not ask for."""
    rehearse.as_listener(ground.office)
    report = rehearse.as_teller(ground.office)
    ground.kills += 4  # web and bus, twice
    ground.excused |= {*report["behind"], *report["missing"]}
    assert report["epoch"] == 2, report
    assert report["recovered"], "nothing came back from the peers"
