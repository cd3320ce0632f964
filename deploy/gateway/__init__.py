"""The one address in front of all services: nginx, its start page and the keys of the token issuer."""
