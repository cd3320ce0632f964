"""The office in containers, really built and really started: what it is made of, and what it bears."""
