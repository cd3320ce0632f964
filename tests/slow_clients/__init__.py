"""Two hundred slow clients against a running office, and whether anybody who is not slow notices."""
