"""The life of a process: asked to stop, and killed at named points by fault injection."""
