"""Events to quads: a reading becomes the article's graph, its catalog record and the gazetteer items that it needs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from urllib.parse import quote

from kg.errors import ConfigError, InputError
from kg.graph.entities import Items, Registry, describe_holding
from kg.graph.events import Events
from kg.graph.provenance import Pages
from kg.graph.sheet import Sheet, full
from kg.graph.terms import integer, iri, term, text
from kg.model import Article, ArticleQuads, Reading
from kg.vocab.iri import document_id, short_hash
from kg.vocab.ontology import Ontology

__all__ = ["GraphBuilder"]

_SCHEME = "sha256:"


class GraphBuilder:
    """Writes the graphs of articles. Everything comes from content: no clock, no blank node, sorted lines.

    Args:
        ontology: The ontology.
        items: The gazetteer's items.
        base: What IRIs of data begin with.
        extractor: Name of the extractor.
        version: Its version.
        config: A hash of everything else that decides what is read of every article: settings, lexicon, gazetteer.
        decided: What was decided on one article, by its id; blank where nothing was.

    Raises:
        ConfigError: ``base`` is no IRI.
    """

    def __init__(
        self,
        ontology: Ontology,
        items: Items,
        *,
        base: str,
        extractor: str,
        version: str,
        config: str,
        decided: Callable[[str], str] = lambda article: "",
    ) -> None:
        try:
            full(base, "")
        except InputError as error:
            raise ConfigError(f"the setting base: {error}") from error
        self._ontology, self._base, self._config = ontology, base, config
        self._label, self._extractor = f"{extractor} {version}", f"{quote(extractor)}-{quote(version)}"
        self._gazetteer, self._decided = items.version, decided
        self._registry = Registry(items, ontology, base)

    def fingerprint(self, article: Article) -> str:
        """The hash of all that an article's quads depend on: equal fingerprints mean equal quads."""
        parts = (
            *(self._base, self._extractor, self._config, self._gazetteer, self._ontology.version),
            *(article.id, article.hash, article.title, article.published, article.publisher, article.url),
            *(article.language, article.title_apart, article.issued_at),
            *filter(None, (self._decided(article.id),)),
        )
        return _SCHEME + hashlib.sha256(repr(tuple(map(_plain, parts))).encode("utf-8", "surrogatepass")).hexdigest()

    def build(self, reading: Reading) -> ArticleQuads:
        """Write one article.

        Args:
            reading: What was read of it.

        Returns:
            Its quads.

        Raises:
            UngroundedSpan: A span's text does not stand at its offsets.
            InputError: A text holds half of a surrogate pair, an id is no part of an IRI, the gazetteer lacks an item,
                or an event points at one that the article does not have.
            UnknownName: A class or property is none of the ontology's.
        """
        article = reading.article
        sheet = Sheet(self._base, article.id, self._ontology)
        made_of = f"{self._extractor}|{self._config}|{article.hash.removeprefix(_SCHEME)}"
        run = f"run/{self._extractor}/{short_hash(made_of)}"
        pages = Pages(sheet, article, run)
        events = Events(sheet, pages, reading.events)
        pages.document(f"extractor/{self._extractor}")
        pages.links(reading.links)
        for mention in reading.mentions:
            pages.mention(mention)
        for holding in reading.holdings:
            if not holding.shared:  # gazetteer holdings are named where somebody acts in them
                describe_holding(sheet, holding)
        events.write()
        for one in reading.aside:
            pages.aside(one)
        claims = {claim.id for event in reading.events for claim in event.claims}
        claims |= {content.claim.id for event in reading.events for content in event.content}
        entities = self._registry.closure(sheet.named)
        return ArticleQuads(
            article=article.id,
            doc=self._base + sheet.doc,
            graph=sheet.text(),
            catalog=self._record(article, run, len(sheet.lines), len(reading.events), len(claims), entities),
            entities=entities,
            fingerprint=self.fingerprint(article),
        )

    def _record(
        self, article: Article, run: str, quads: int, events: int, claims: int, entities: Mapping[str, str]
    ) -> str:
        doc = document_id(article.id)
        record, graph = "record/" + doc.removeprefix("doc/"), full(self._base, "graph/catalog")
        pairs = [
            ("rdf:type", term("dcat:CatalogRecord")),
            ("foaf:primaryTopic", full(self._base, doc)),
            ("ir:sourceHash", text(article.hash)),
            ("ir:fingerprint", text(self.fingerprint(article))),
            ("ir:run", full(self._base, run)),
            ("void:triples", integer(quads)),
            ("ir:eventCount", integer(events)),
            ("ir:claimCount", integer(claims)),
            *(("dct:requires", f"<{iri}>") for iri in entities),
        ]
        described = {
            record: pairs,
            "dataset": [
                *(("rdf:type", term(cls)) for cls in ("dcat:Dataset", "void:Dataset")),
                ("dct:conformsTo", iri(f"https://w3id.org/irkg/def/{self._ontology.version}")),
                ("dcat:record", full(self._base, record)),
            ],
            "graph/entities": [("owl:versionInfo", text(f"gazetteer {self._gazetteer}"))],
            f"extractor/{self._extractor}": [
                ("rdf:type", term("prov:SoftwareAgent")),
                ("rdfs:label", text(self._label)),
            ],
        }
        lines = (f"{full(self._base, s)} {term(p)} {o} {graph} .\n" for s, po in described.items() for p, o in po)
        return "".join(sorted(lines))


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool) else str(value)
