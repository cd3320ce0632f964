"""What the house promises, stated as sentences that run; never shipped."""
