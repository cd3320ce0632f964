"""Intake: takes the letter to the head of the office, keeps parties and instruments, follows each item to its end."""
