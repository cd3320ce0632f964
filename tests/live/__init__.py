"""Tests against the real broker, the real database and real processes."""
