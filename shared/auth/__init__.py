"""Who acts and how far a role reaches: accounts, pseudonyms, keys, revocation, separation of duties."""
