"""Ready clients for other agencies: copy the files, they need nothing else of this project."""
