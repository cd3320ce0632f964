"""Intake's URLs."""

from services.intake.api.letters import blueprint as letters
from services.intake.api.lookup import blueprint as lookup
from services.intake.api.register import blueprint as register
from services.intake.api.review import blueprint as review

BLUEPRINTS = [letters, review, register, lookup]
