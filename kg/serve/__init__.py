"""The explorer: pages over a store, rendered on the server, and what programs ask of it over HTTP."""
