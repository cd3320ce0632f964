"""What an operator does about events and data: dead letters, quarantine, reconciliation, recovery, backup."""
