"""Testing: gives orders a day, records readings, decides within the limits, and tells only what was approved."""
