"""The papers of a test: the observation sheet to fill in by hand, and the filled one as a report with its verdict."""
