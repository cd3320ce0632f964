"""What may be said to complaints over HTTP, and what it answers."""
