"""What the testing service remembers, and the dated tables it reads."""
