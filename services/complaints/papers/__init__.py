"""The paper a reporter takes home."""
