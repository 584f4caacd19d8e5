"""The SPARQL that a Wikibase's query service is asked; items and properties go in as checked names, never as text."""

from __future__ import annotations

from collections.abc import Iterable

from kg.link.wikibase import Wikibase

__all__ = ["Queries"]


class Queries:
    """Writes queries for one Wikibase."""

    def __init__(self, wikibase: Wikibase) -> None:
        base = wikibase.concepts
        self._number, self._classes, self._language = wikibase.properties, tuple(wikibase.classes), wikibase.language
        self._head = "".join(
            f"PREFIX {prefix}: <{iri}>\n"
            for prefix, iri in (
                ("wd", f"{base}entity/"), ("wdt", f"{base}prop/direct/"), ("p", f"{base}prop/"),
                ("ps", f"{base}prop/statement/"), ("pqv", f"{base}prop/qualifier/value/"),
                ("wikibase", "http://wikiba.se/ontology#"), ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
            )
        )  # fmt: skip

    def kinds(self, items: Iterable[str]) -> str:
        """Which of the classes known items are, by class and what is above it: ``item``, ``class``."""
        n = self._number
        return (
            f"{self._head}SELECT DISTINCT ?item ?class WHERE {{ {_values('item', items)} "
            f"{_values('class', self._classes)} ?item wdt:{n['instance_of']}/wdt:{n['subclass_of']}* ?class }}"
        )

    def states(self, items: Iterable[str]) -> str:
        """The ISO codes of the states that items belong to: ``item``, ``iso3``."""
        n = self._number
        return (
            f"{self._head}SELECT DISTINCT ?item ?iso3 WHERE {{ {_values('item', items)} "
            f"?item wdt:{n['citizenship']}|wdt:{n['country']}|wdt:{n['jurisdiction']} ?state . "
            f"?state wdt:{n['iso3']} ?iso3 }}"
        )

    def positions(self, people: Iterable[str]) -> str:
        """The offices of people: ``item``, ``office``, ``label``, ``of``, ``iso3``, ``start``, ``end``, precisions."""
        return f"{self._head}{self._held(_values('item', people))}"

    def holders(self, offices: Iterable[str]) -> str:
        """The holders of offices, in the same columns."""
        return f"{self._head}{self._held(_values('office', offices))}"

    def _held(self, values: str) -> str:
        n = self._number
        times = "".join(
            f"OPTIONAL {{ ?held pqv:{n[name]} ?{name}Value . ?{name}Value wikibase:timeValue ?{name} ; "
            f"wikibase:timePrecision ?{name}Precision }} "
            for name in ("start", "end")
        )
        return (
            "SELECT DISTINCT ?item ?office ?label ?of ?iso3 ?start ?startPrecision ?end ?endPrecision "
            f"WHERE {{ {values} "
            f"?item p:{n['position']} ?held . ?held ps:{n['position']} ?office ; wikibase:rank ?rank . "
            f"FILTER(?rank != wikibase:DeprecatedRank) {times}"
            f"OPTIONAL {{ ?office wdt:{n['jurisdiction']} ?of OPTIONAL {{ ?of wdt:{n['iso3']} ?iso3 }} }} "
            f'OPTIONAL {{ ?office rdfs:label ?label FILTER(LANG(?label) = "{self._language}") }} }}'
        )


def _values(name: str, items: Iterable[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(f'wd:{item}' for item in items)} }}"
