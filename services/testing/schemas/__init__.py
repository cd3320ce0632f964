"""What may be said to testing over HTTP, and what it answers."""
