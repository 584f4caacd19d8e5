"""Events to quads, and back out again: the graph of an article, and exports from a store."""
