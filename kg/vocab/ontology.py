"""What the ontology says of classes, roles and codes, read from its Turtle files once a process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg.errors import ConfigError, UnknownName
from kg.resources import share_dir
from kg.vocab.iri import PREFIXES

__all__ = ["CONCEPTS", "MODULES", "Ontology", "ontology_nquads"]

MODULES = ("core", "actors", "documents", "events", "evidence", "merging")
"""Files of the ontology proper, each building on those before it."""

CONCEPTS = ("codes", "plover")
"""Files of SKOS concepts that the data name."""

_IR = PREFIXES["ir"]
_RDF, _RDFS, _SKOS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["skos"], PREFIXES["owl"]
_TYPE, _LABEL, _DEFINITION = _RDF + "type", _RDFS + "label", _SKOS + "definition"

_Facts = dict[str, dict[str, list[str]]]  # predicate → subject → objects, in the order of the files


@dataclass(frozen=True)
class Ontology:
    """The ontology as plain values; names are local names (``Invitation``, ``inviter``, ``occurred``).

    ``classes`` are all classes, ``properties`` all properties, sorted. ``codes`` maps a scheme (``status``, ``role``,
    ``plover`` …) to its concepts in the order of the file; PLOVER's are written as their notation (``CONSULT/visit``).
    ``version`` is that of the core module, ``folder`` where the files lie.
    """

    folder: Path
    version: str
    classes: tuple[str, ...]
    properties: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    _class_set: frozenset[str] = field(repr=False)
    _above: Mapping[str, tuple[str, ...]] = field(repr=False)  # class or property → those above, most specific first
    _labels: Mapping[str, str] = field(repr=False)
    _definitions: Mapping[str, str] = field(repr=False)
    _domains: Mapping[str, str] = field(repr=False)
    _ranges: Mapping[str, str] = field(repr=False)
    _plover: Mapping[str, str] = field(repr=False)
    _symmetric: frozenset[str] = field(repr=False)
    _role_codes: Mapping[str, str] = field(repr=False)
    _roles: Mapping[str, Mapping[str, str]] = field(repr=False)
    _quads: Mapping[str, str] = field(repr=False)

    @staticmethod
    def load(folder: Path | None = None) -> Ontology:
        """Read the ontology; the result is kept for the life of the process.

        Args:
            folder: Where the Turtle files lie; the shipped ones by default.

        Raises:
            ConfigError: A file is missing or does not parse.
        """
        return _load(folder or share_dir("ontology"))

    def __reduce__(self) -> tuple[object, ...]:
        return _load, (self.folder,)  # another process reads the files itself

    def superclasses(self, name: str) -> tuple[str, ...]:
        """The classes above a class, without itself, most specific first.

        ``Invitation`` gives ``CommunicativeAct, Event``.

        Raises:
            UnknownName: No class is called so.
        """
        return self._above[self._class(name)]

    def types(self, name: str) -> tuple[str, ...]:
        """The class and the classes above it, most specific first: what ``rdf:type`` is written for."""
        return (name, *self.superclasses(name))

    def superproperties(self, name: str) -> tuple[str, ...]:
        """The properties above a property, without itself, most specific first.

        ``inviter`` gives ``initiator, hasParticipant``.

        Raises:
            UnknownName: No property is called so.
        """
        return self._above[self._property(name)]

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether a class is another or lies below it; false for names that are no classes."""
        return name in self._class_set and (name == ancestor or ancestor in self._above[name])

    def subclasses(self, name: str) -> tuple[str, ...]:
        """The class and all classes below it, sorted."""
        self._class(name)
        return tuple(c for c in self.classes if self.is_a(c, name))

    def label(self, name: str) -> str:
        """The English label of a class, property or code; where a name is both, that of the class or property."""
        return self._labels[name]

    def definition(self, name: str) -> str:
        """The English definition of a class, property or code; where a name is both, that of the class or property."""
        return self._definitions[name]

    def roles(self, event_class: str) -> Mapping[str, str]:
        """The roles that a class of event takes: role name to the class of its fillers.

        A role is a property marked ``ir:isRole``, or one below it; it is permitted where its domain is the class or one
        above it. Roles of the class itself come first, then those of the classes above, each in the order of the files.

        Raises:
            UnknownName: No class is called so.
        """
        return self._roles[self._class(event_class)]

    def domain(self, name: str) -> str | None:
        """The class that a property belongs to, or None."""
        return self._domains.get(self._property(name))

    def range(self, name: str) -> str | None:
        """The class or datatype (``xsd:`` left out) of a property's values, or None."""
        return self._ranges.get(self._property(name))

    def side(self, role: str) -> str | None:
        """``initiator`` or ``recipient`` where the role is one of these or lies below it, else None."""
        above = (role, *self.superproperties(role))
        return next((side for side in ("initiator", "recipient") if side in above), None)

    def plover(self, event_class: str) -> tuple[str, str | None] | None:
        """The PLOVER type and mode that a class is coded as by default (``("CONSULT", "visit")``), or None.

        Raises:
            UnknownName: No class is called so.
        """
        code = self._plover.get(self._class(event_class))
        if code is None:
            return None
        kind, _, mode = code.partition("/")
        return kind, mode or None

    def quad_class(self, plover: str) -> str | None:
        """The quad class of a PLOVER type: ``VC``, ``MC``, ``VX`` or ``MX``; None for no type of PLOVER's."""
        return self._quads.get(plover)

    def symmetric(self, event_class: str) -> bool:
        """Whether all sides of such an event count as initiator and as recipient."""
        return self._class(event_class) in self._symmetric

    def role_code(self, role: str) -> str | None:
        """The concept for a role that agents fill (``hasParticipant`` gives ``participant``), or None."""
        return self._role_codes.get(role)

    def _class(self, name: str) -> str:
        if name not in self._class_set:
            raise UnknownName("class", name, list(self.classes))
        return name

    def _property(self, name: str) -> str:
        if name not in self._above or name in self._class_set:
            raise UnknownName("property", name, list(self.properties))
        return name


def ontology_nquads(graph: str) -> str:
    """The ontology, codes and PLOVER as N-Quads for a store's graph of the ontology, sorted.

    Axioms that need blank nodes (disjointness) are left out: no question reads them, and they double when loaded twice.

    Args:
        graph: The full IRI of the graph.
    """
    name = ox.NamedNode(graph)
    triples = (t for t in _triples(share_dir("ontology")) if not _has_blank(t))
    quads = (ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return "".join(sorted(set(text.decode().splitlines(keepends=True))))


def _has_blank(triple: ox.Quad) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _triples(folder: Path) -> Iterator[ox.Quad]:
    for module in (*MODULES, *CONCEPTS):
        path = folder / f"{module}.ttl"
        try:
            yield from ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
        except (OSError, SyntaxError) as error:
            raise ConfigError(f"ontology file {path}: {error}; restore the shipped file") from error


@cache
def _load(folder: Path) -> Ontology:
    facts: _Facts = {}
    for t in _triples(folder):
        if not _has_blank(t):
            facts.setdefault(t.predicate.value, {}).setdefault(t.subject.value, []).append(t.object.value)  # type: ignore[union-attr]
    types = facts[_TYPE]
    classes = [_local(s) for s, kinds in types.items() if s.startswith(_IR) and _OWL + "Class" in kinds]
    properties = [_local(s) for s, kinds in types.items() if s.startswith(_IR) and kinds[0].endswith("Property")]
    above = {name: _upwards(_IR + name, facts[_RDFS + "subClassOf"]) for name in classes}
    above |= {name: _upwards(_IR + name, facts[_RDFS + "subPropertyOf"]) for name in properties}
    domains, ranges = _one(facts[_RDFS + "domain"]), _one(facts[_RDFS + "range"])
    marked = {_local(s) for s, o in facts[_IR + "isRole"].items() if o == ["true"]}
    roles = [p for p in properties if p in domains and not marked.isdisjoint((p, *above[p]))]
    notations = {s: n[0] for s, n in facts[_SKOS + "notation"].items()}
    return Ontology(
        folder=folder,
        version=facts[_OWL + "versionInfo"]["https://w3id.org/irkg/def/core"][0],
        classes=tuple(sorted(classes)),
        properties=tuple(sorted(properties)),
        codes=MappingProxyType(_codes(facts, notations)),
        _class_set=frozenset(classes),
        _above=MappingProxyType(above),
        _labels=MappingProxyType(_texts(facts[_SKOS + "prefLabel"], notations) | _texts(facts[_LABEL], {})),
        _definitions=MappingProxyType(_texts(facts[_DEFINITION], notations)),
        _domains=MappingProxyType(domains),
        _ranges=MappingProxyType(ranges),
        _plover=MappingProxyType({_local(s): notations[o[0]] for s, o in facts[_IR + "ploverType"].items()}),
        _symmetric=frozenset(_local(s) for s, o in facts[_IR + "symmetric"].items() if o == ["true"]),
        _role_codes=MappingProxyType({_local(o[0]): _local(s) for s, o in facts[_IR + "roleProperty"].items()}),
        _roles=MappingProxyType({name: _permitted((name, *above[name]), roles, domains, ranges) for name in classes}),
        _quads=MappingProxyType({notations[s]: _local(o[-1]) for s, o in facts[_SKOS + "broaderTransitive"].items()}),
    )


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _upwards(iri: str, edges: Mapping[str, list[str]]) -> tuple[str, ...]:
    """All that lies above, nearest first."""
    found: list[str] = []
    todo = [iri]
    for below in todo:  # grows while it is walked
        for parent in edges.get(below, ()):
            if parent.startswith(_IR) and parent not in todo:
                todo.append(parent)
                found.append(_local(parent))
    return tuple(found)


def _one(facts: Mapping[str, list[str]]) -> dict[str, str]:
    return {_local(s): _local(o[0]) for s, o in facts.items() if s.startswith(_IR)}


def _texts(facts: Mapping[str, list[str]], notations: Mapping[str, str]) -> dict[str, str]:
    """Texts by name; a code that bears the name of a class or property gives way."""
    named = sorted(facts.items(), key=lambda item: item[0].startswith(_IR))
    return {notations.get(s, _local(s)): o[0] for s, o in named}


def _codes(facts: _Facts, notations: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    schemes: dict[str, list[str]] = {}
    for concept, (scheme, *_) in facts[_SKOS + "inScheme"].items():
        schemes.setdefault(scheme.rpartition("/")[2], []).append(notations.get(concept, _local(concept)))
    return {scheme: tuple(codes) for scheme, codes in schemes.items()}


def _permitted(
    lineage: tuple[str, ...], roles: list[str], domains: Mapping[str, str], ranges: Mapping[str, str]
) -> Mapping[str, str]:
    return MappingProxyType({role: ranges[role] for cls in lineage for role in roles if domains[role] == cls})
