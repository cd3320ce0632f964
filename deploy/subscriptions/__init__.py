"""Other agencies: which events each may read, its login and queue on the broker, and clients to hand over."""
