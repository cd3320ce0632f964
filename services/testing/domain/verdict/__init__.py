"""From readings to a verdict, one file a test, with an explanation for every number."""
