"""Fault injection: the whole office as real processes, killed at random and at named points, checked by a ledger."""
