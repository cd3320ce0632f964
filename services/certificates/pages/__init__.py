"""The page behind the QR code of every paper."""

from services.certificates.pages.paper import blueprint

PAGES = [blueprint]
