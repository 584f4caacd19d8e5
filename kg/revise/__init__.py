"""Stored articles built anew after something was decided: a person's word, an item found, another gazetteer."""
