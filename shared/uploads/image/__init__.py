"""JPEG and PNG files: where their segments end, whether they are whole, and pixels without metadata."""
