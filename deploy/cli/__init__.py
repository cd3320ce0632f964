"""The parts of the `uttp` command: the bus as an operator sees it, and whether production would start."""
