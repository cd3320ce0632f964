"""The papers of a finished test: the SKHP for what passed, the rejection statement for what did not."""
