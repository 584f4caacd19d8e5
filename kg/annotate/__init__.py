"""From an article to what it names: the parse, mentions, chains of coreference, quotes."""
