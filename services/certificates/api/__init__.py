"""The URLs of certificates."""

from services.certificates.api.register import blueprint as register
from services.certificates.api.signing import blueprint as signing
from services.certificates.api.verification import blueprint as verification

BLUEPRINTS = [register, signing, verification]
