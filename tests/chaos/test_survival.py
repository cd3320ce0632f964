"""Any process may be killed at any moment of the story, and the story still ends right."""

import os

from tests.chaos.campaign import campaign
from tests.live.office import Office, running

SEED = int(os.environ.get("SEED", "20261123"))


def test_the_story_ends_right_whatever_is_killed(tmp_path):
    with running(Office(tmp_path)) as office:
        outcome = campaign(office, SEED, letters=6, pause=(0.3, 1.5), limit=20)

    assert sum(outcome.kills.values()) >= 20
    assert outcome.findings.faults() == []
    assert outcome.living == []
    assert outcome.completed == outcome.letters
