"""What may happen to a certificate, which one holds, how long, and what the public is told; no database, no clock."""
