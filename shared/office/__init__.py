"""What all services ask of the agency profile: dated rows, calendar, working days, periods."""
