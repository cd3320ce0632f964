"""Everything this service can do."""
