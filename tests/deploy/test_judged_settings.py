"""No setting is left out: each is looked at by a row of the table of unsafe ones, or harmless for a stated reason."""

import tomllib

from services.certificates.adapters.unsafe_signers import UNSAFE
from shared.config import SETTINGS
from shared.production.unsafe_settings import COMMON

# Settings that no row looks at, and why none needs to.
HARMLESS = {
    "MODE": "says whether the table counts; anything but the two words stops the process",
    "RECONCILE_SECONDS": "only how soon a lost event is missed",
    "RECONCILE_AGE": "only how soon a lost event is asked for",
    "LEASE_SECONDS": "who works on an event twice finds at its end that it is not his any more",
    "RABBITMQCTL": "a command of the operator's own terminal; no service runs it",
}


def test_every_setting_is_judged_or_harmless_for_a_reason():
    judged = {one["setting"] for rows in (COMMON, UNSAFE) for one in tomllib.loads(rows.words.read_text()).values()}
    names = {setting.name for setting in SETTINGS}

    assert names - judged - HARMLESS.keys() == set()
    assert judged & HARMLESS.keys() == set()
