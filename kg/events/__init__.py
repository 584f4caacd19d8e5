"""From event mentions to events: one happening of one article, one event; across articles, merging."""
