"""Events: the envelope, the event log (a transactional outbox), the inbox, retries, and what schemas promise."""
