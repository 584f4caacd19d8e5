"""The saved questions: read from their files, given parameters, put to any store."""
