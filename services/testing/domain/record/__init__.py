"""What a record of a test holds, and whether it is whole: readings, standards, air, marks, photos, gaps."""
