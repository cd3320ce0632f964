"""How fast and how large the system is, in ratios to what was measured beside it: `make bench`, never a test."""
