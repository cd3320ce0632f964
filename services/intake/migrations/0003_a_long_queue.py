"""A long queue: the next event is found at once however many wait, and so are the few that were tried in vain."""

from shared.migrations.long_queue import down as down
from shared.migrations.long_queue import up as up
