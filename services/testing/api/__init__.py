"""Testing's URLs."""

from services.testing.api.doubts import blueprint as doubts
from services.testing.api.duties import blueprint as duties
from services.testing.api.entries import blueprint as entries
from services.testing.api.examinations import blueprint as examinations
from services.testing.api.limits import blueprint as limits
from services.testing.api.orders import blueprint as orders
from services.testing.api.photos import blueprint as photos
from services.testing.api.registry import blueprint as registry
from services.testing.api.sessions import blueprint as sessions
from services.testing.api.statistics import blueprint as statistics

BLUEPRINTS = [sessions, orders, examinations, photos, doubts, registry, duties, entries, limits, statistics]
