"""Plumbing that any service may call: it knows HTTP, SQL, events and time, and no word of the business."""
