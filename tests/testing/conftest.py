"""Fixtures of the testing service: its demo office on a Monday morning."""

from typing import Any

import pytest

from shared.service import Service


@pytest.fixture
def office(testing: Service, monday: Any) -> Service:
    """The people, standards and days of the demo office, on Monday 23 November 2026."""
    testing.demo()
    return testing
