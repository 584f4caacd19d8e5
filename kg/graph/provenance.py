"""What the graph says of words and of who says so: document, run, spans, mentions, links, claims."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import UngroundedSpan
from kg.graph.entities import describe
from kg.graph.sheet import Sheet
from kg.graph.states import members_of
from kg.graph.terms import day, decimal, integer, moment, term, text, typed
from kg.model import Article, Claim, Entity, Link, LinkedMention, SetAside, Span
from kg.vocab.iri import entity_id, span_id

__all__ = ["Pages"]


class Pages:
    """Writes the provenance of one article.

    Args:
        sheet: The article's graph.
        article: The article.
        run: Id of the extraction run.
    """

    def __init__(self, sheet: Sheet, article: Article, run: str) -> None:
        self._sheet, self._article, self._run = sheet, article, run
        self._doc, self._title = sheet.doc, f"{sheet.doc}/title"
        self._parts = {"text": (article.text, self._doc)}
        if article.title_apart and article.title:
            self._parts["title"] = (article.title, self._title)
        self._denoted: set[str] = set()
        self._links: set[str] = set()

    def document(self, extractor: str) -> None:
        """Describe the article, its title where that is given apart, its publisher and the run.

        Args:
            extractor: Id of the extractor.
        """
        sheet, article, doc = self._sheet, self._article, self._doc
        sheet.types(doc, "NewsArticle")
        sheet.add(doc, "rdf:type", term("nif:Context"))
        sheet.add(doc, "nif:isString", text(article.text))
        sheet.add(doc, "ir:sourceHash", text(article.hash))
        sheet.add(doc, "dct:language", text(article.language))
        sheet.add(doc, "dct:title", text(article.title) if article.title else None)
        sheet.add(doc, "dct:identifier", typed(article.url, "xsd:anyURI") if article.url else None)
        sheet.add(doc, "dct:issued", day(article.published) if article.published else None)
        sheet.add(doc, "ir:issuedAt", moment(article.issued_at) if article.issued_at else None)
        if article.publisher:
            name = "MediaOrganization"
            sheet.add(
                doc,
                "dct:publisher",
                describe(sheet, Entity(entity_id(name, article.publisher, doc), name, article.publisher)),
            )
        if "title" in self._parts:
            sheet.types(self._title, "Document")
            sheet.add(self._title, "rdf:type", term("nif:Context"))
            sheet.add(self._title, "nif:isString", text(self._parts["title"][0]))
            sheet.add(self._title, "dct:isPartOf", sheet.thing(doc))
        sheet.types(self._run, "ExtractionRun")
        sheet.add(self._run, "prov:used", sheet.thing(doc))
        sheet.add(self._run, "ir:extractor", sheet.thing(extractor))

    def span(self, span: Span, cls: str = "TextSpan") -> str:
        """Write a stretch of text: one node where offsets are equal.

        Returns:
            Its IRI, as an object.

        Raises:
            UngroundedSpan: The article's text at the offsets is another.
        """
        sheet, id_ = self._sheet, span_id(self._doc, span)
        if sheet.first(id_):
            part, context = self._parts.get(span.part, ("", ""))
            if not span.text or part[span.start : span.end] != span.text:
                raise UngroundedSpan(
                    f"{span.text[:40]!r} does not stand at {span.start}-{span.end} of the {span.part}: "
                    "take spans from Article.span"
                )
            sheet.add(id_, "nif:referenceContext", sheet.thing(context))
            sheet.add(id_, "nif:beginIndex", integer(span.start))
            sheet.add(id_, "nif:endIndex", integer(span.end))
            sheet.add(id_, "nif:anchorOf", text(span.text))
        sheet.types(id_, cls)
        return sheet.thing(id_)

    def links(self, links: tuple[Link, ...]) -> None:
        """Write the decisions on names; mentions of one name with one outcome share one. Groups need none."""
        for link in links:
            if link.id and link.entity.type != "AgentGroup" and self._sheet.first(link.id):
                self._links.add(link.id)
                self._link(link)

    def _link(self, link: Link) -> None:
        sheet, id_ = self._sheet, link.id
        accepted = link.status == "accepted"
        sheet.types(id_, "EntityLink")
        sheet.add(id_, "ir:surfaceForm", text(link.name))
        sheet.add(id_, "ir:linkStatus", term(f"c:{link.status}"))
        sheet.add(id_, "ir:linkMethod", term(f"c:{link.method}"))
        if accepted and (item := link.entity.wikidata or _state_item(link.entity.id)):
            sheet.add(id_, "ir:wikidataItem", term(f"wd:{item}"))
        sheet.add(id_, "ir:score", decimal(link.score) if accepted and link.score is not None else None)
        for rank, candidate in enumerate(link.candidates, 1):
            one = f"{id_}/{rank}"
            sheet.add(id_, "ir:hasCandidate", sheet.thing(one))
            sheet.types(one, "LinkCandidate")
            sheet.add(one, "rdfs:label", text(candidate.label, "en"))
            sheet.add(one, "ir:wikidataItem", term(f"wd:{candidate.wikidata}"))
            sheet.add(one, "ir:rank", integer(rank))
            sheet.add(one, "ir:score", decimal(candidate.score))

    def mention(self, mention: LinkedMention) -> str:
        """Write words that denote something; where two claim the same words, the first stands.

        Returns:
            The mention's IRI, as an object.
        """
        sheet, id_ = self._sheet, span_id(self._doc, mention.span)
        iri = self.span(mention.span, "Mention")
        if id_ not in self._denoted:
            self._denoted.add(id_)
            sheet.add(id_, "ir:denotes", describe(sheet, mention.entity))
            sheet.add(id_, "ir:linkedBy", sheet.thing(mention.link) if mention.link in self._links else None)
            if mention.found_by:  # no name: a name needs no word on how it was found
                sheet.add(id_, "ir:foundBy", term(f"c:{mention.found_by}"))
                sheet.add(id_, "ir:confidence", decimal(mention.confidence) if mention.confidence is not None else None)
        return iri

    def claim(self, claim: Claim) -> str:
        """Write what one source puts; a claim attributed to a group is attributed to its members too.

        Returns:
            The claim's IRI, as an object.
        """
        sheet, id_ = self._sheet, claim.id
        if not sheet.first(id_):
            return sheet.thing(id_)
        codes: Mapping[str, str] = {
            "attributionType": claim.attribution_type,
            "polarity": claim.polarity,
            "certainty": claim.certainty,
        }
        sheet.types(id_, "Claim")
        sheet.add(id_, "ir:about", sheet.thing(claim.about))
        sheet.add(id_, "ir:reportedIn", sheet.thing(self._doc))
        for source in claim.attributed_to:
            sheet.add(id_, "ir:attributedTo", *(describe(sheet, who) for who in (source, *members_of(source))))
        for name, code in codes.items():
            sheet.add(id_, f"ir:{name}", term(f"c:{code}"))
        sheet.add(id_, "ir:evidence", *(self.span(span) for span in claim.evidence))
        sheet.add(id_, "ir:trigger", self.span(claim.trigger))
        sheet.add(id_, "ir:frame", term(f"lex:{claim.frame}") if claim.frame else None)
        sheet.add(id_, "ir:confidence", decimal(claim.confidence))
        sheet.add(id_, "prov:wasGeneratedBy", sheet.thing(self._run))
        return sheet.thing(id_)

    def aside(self, one: SetAside) -> None:
        """Write that an event was read and set aside, with its words and why: it stands nowhere else in the graph."""
        sheet = self._sheet
        below, _, number = one.event.rpartition("/event/")
        id_ = f"{below}/aside/{number}"
        sheet.types(id_, "SetAside")
        sheet.add(id_, "ir:readAs", term(f"ir:{one.type}"))
        sheet.add(id_, "ir:foundAt", self.span(one.trigger))
        sheet.add(id_, "ir:toldIn", self.span(one.evidence))
        sheet.add(id_, "rdfs:comment", *(text(reason, "en") for reason in one.reasons))
        sheet.add(id_, "ir:reviewStatus", term(f"c:{one.review}") if one.review else None)


def _state_item(id_: str) -> str | None:
    """The Wikidata item of a territory is that of its state."""
    state = id_.removeprefix("entity/").removesuffix("-territory")
    return state if state != id_ and id_.endswith("-territory") else None
