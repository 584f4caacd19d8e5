"""Names: IRIs and prefixes, and what the ontology says of classes and roles."""
