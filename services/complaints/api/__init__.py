"""The URLs of complaints."""

from services.complaints.api.cases import blueprint as cases
from services.complaints.api.moves import blueprint as moves
from services.complaints.api.office import blueprint as office
from services.complaints.api.public import blueprint as public
from services.complaints.api.talk import blueprint as talk

BLUEPRINTS = [cases, moves, talk, public, office]
