"""What approved examinations teach together: rates of rejection, drift, spread and trend."""
