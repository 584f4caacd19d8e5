"""Events, entities and texts of several articles held against each other: pure values in, pure values out, no RDF."""
