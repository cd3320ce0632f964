"""What may happen to a letter, its items and its instruments; no database, no clock, no network."""
