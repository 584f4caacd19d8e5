"""Phrases to days: finds date phrases in a sentence and resolves each, from an anchor, by a named rule.

Own rules and the standard library's calendar do all of it. ``dateparser`` was weighed and left out: it takes half a
second to import, guesses the year, and knows no modifiers, ranges or granularity, which are most of what news writes.
"""

from kg.dates.expressions import DatePhrase, Unit
from kg.dates.find import find_dates
from kg.dates.resolve import default_past, resolve

__all__ = ["DatePhrase", "Unit", "default_past", "find_dates", "resolve"]
