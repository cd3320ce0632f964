"""The web server's worker: requests are received whole before a thread sees them, refusals have one shape."""
