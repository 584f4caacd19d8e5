"""Names of the actors and places of international relations, and who held which office when: looked up offline."""

from kg.gazetteer.entries import Entry, Holding, Match, Post
from kg.gazetteer.gazetteer import Gazetteer

__all__ = ["Entry", "Gazetteer", "Holding", "Match", "Post"]
