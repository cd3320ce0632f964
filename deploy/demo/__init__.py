"""The two stories of the house, played over HTTP: an instrument from letter to certificate, a complaint to its end."""
