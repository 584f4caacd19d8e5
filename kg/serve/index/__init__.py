"""The explorer's index: what is listed, counted and searched, in one SQLite file beside the store's database."""
