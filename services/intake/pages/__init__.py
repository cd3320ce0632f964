"""Intake's pages for people."""

from services.intake.pages.tracking import blueprint

PAGES = [blueprint]
