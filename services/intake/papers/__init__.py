"""The papers an applicant takes home: the letter to sign and the receipt."""
