"""What may happen to a complaint, what each move must bring, which clocks run; no database, no clock, no network."""
