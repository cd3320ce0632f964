"""The two carriers and the process that runs them: kombu and pika are known in this package only."""

from shared.bus.feed import read_feed
from shared.bus.process import Bus

__all__ = ["Bus", "read_feed"]
