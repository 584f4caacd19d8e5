"""What happened, in the order of days: between two parties, or of one person, body, state or series."""
