"""Steps of migration that every service takes: frozen, as the services' own are."""
