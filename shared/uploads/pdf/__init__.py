"""PDF files: what in them acts, hides, inflates, identifies or signs."""
