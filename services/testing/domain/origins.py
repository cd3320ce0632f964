"""Where an order comes from and why, in the words that everybody may read: none of them names a complaint."""

from enum import StrEnum

COMPLAINT = "complaint"  # why an order was opened, as it is kept and counted


class Origin(StrEnum):
    """Who wanted the test: an applicant by his letter, or the office itself, of its own accord or for a complaint."""

    APPLICATION = "application"
    OFFICE = "office"


def told_cause(cause: str) -> str:
    """To everybody a test for a complaint is one that the office has done again."""
    return "retest" if cause == COMPLAINT else cause
