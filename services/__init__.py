"""Four services that know each other only by their events."""
