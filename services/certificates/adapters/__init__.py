"""What reaches outside this service: keys, signatures, and the judge of signed files."""
