"""What an examination decides: which tests, which limits, which verdict, and why; pure, without clock or database."""
