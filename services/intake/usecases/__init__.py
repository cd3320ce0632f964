"""Everything that can be done at intake; each use case is one transaction: find, decide, change, tell."""
