"""The journeys again, while events of different subjects overtake each other at random: the same ends, nothing dead."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from tests.shuffling_carrier import Weather
from tests.story import Town
from tests.support import MONDAY, NAMES
from tests.test_journeys import test_a_retest, test_complaint, test_instrument, test_intake

__all__ = ["test_a_retest", "test_complaint", "test_instrument", "test_intake"]
SEEDS = range(6)


@pytest.fixture(params=SEEDS)
def town(request: Any, opened: Callable[..., Any], caller: Callable[..., Any], monday: Any) -> Callable[[], Town]:
    """All four services in one process; the seed is the weather between them."""
    services = {name: opened(name) for name in NAMES}
    for service in services.values():
        service.demo()
    weather = Weather(list(services.values()), Random(request.param))

    def speak(service: str, role: str) -> Any:
        return caller(services[service], *([role.split("-")[0]] if role else []), sub=role and f"dev-{role}", name=role)

    return lambda: Town(speak, weather.settle, MONDAY.date())
