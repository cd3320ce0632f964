"""The command line that every service has."""
