"""Everything this service can do; one function, one transaction."""
