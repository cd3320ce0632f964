"""The complaints service with its desk: who has no row in the staff table sees no case."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.service import Service
from tests.complaints.builders import enter_desk


@pytest.fixture
def complaints(opened: Callable[..., Any]) -> Service:
    service = opened("complaints")
    enter_desk()
    return service
