"""What happens in testing: one function, one transaction."""
