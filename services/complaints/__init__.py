"""Complaints: takes a complaint by any channel, leads it through seven stages with their evidence, learns from it."""
