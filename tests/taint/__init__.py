"""Marks in every personal text, and everywhere they must not get to."""
