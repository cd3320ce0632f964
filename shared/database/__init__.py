"""A service's database: connections, transactions, column types, the plumbing's tables, encryption, audit trail."""
