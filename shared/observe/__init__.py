"""What a process shows of itself: logs as JSON lines, metrics."""
