"""Upgrades: an office as an older release left it, and what becomes of it under this one."""
