"""Many applicants, each with a few letters: one account may hold only so many drafts."""

import itertools
from functools import cache
from pathlib import Path

from deploy.local import people
from shared.auth.development_issuer import Issuer

EACH = 15  # fewer letters than an account may hold as drafts


class Crowd:
    """Tokens of accounts made on the spot, signed by the issuer of an office whose keys lie in this folder."""

    def __init__(self, keys: Path) -> None:
        self.issuer = Issuer(keys, people.ISSUER, people.AUDIENCE)
        self.asked = itertools.count()
        self._token = cache(lambda number: self.issuer.token(f"crowd-{number}", "applicant"))

    def token(self) -> str:
        """Of whoever writes the next letter; may be asked by many threads."""
        return self._token(next(self.asked) // EACH)
