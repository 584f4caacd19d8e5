"""Who says so: the sources of what a clause tells, by indirect speech, quotes and "according to", innermost first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.arguments import Argument
from kg.extract.context import AGENTS, Context
from kg.model import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["AttributionReader"]


class AttributionReader:
    """Reads attribution in one article."""

    def __init__(self, context: Context) -> None:
        self.context, self.grammar = context, context.grammar
        self._wide: dict[int, list[int]] = {}
        self.reporting = context.lexicon.words.get("reporting", frozenset())

    def read(self, token: Token, saying: bool) -> Attribution:
        """The sources of what a predicate tells.

        Args:
            token: The trigger (of a noun: the verb that carries it).
            saying: The predicate is itself an act of saying, so that words quoted beside it are no source of it.
        """
        sources: list[int] = []
        kind = "authorial"
        quote = next(
            (q for q in self.context.annotated.quotes if q.first <= token.i < q.last and q.speaker is not None), None
        )
        if quote is not None and not (saying and quote.verb == token.i):
            sources.append(quote.speaker)  # type: ignore[arg-type]
            kind = "directQuote"
        for source in self._sentence_wide(token):
            sources.append(source)
            kind = "accordingTo" if kind == "authorial" else kind
        at = token
        for _ in range(12):
            for source in self._according(at):
                if source not in sources:
                    sources.append(source)
                    kind = "accordingTo" if kind == "authorial" else kind
            head = at.head
            if head is at:
                break
            if (
                at.dep_ in ("ccomp", "parataxis")
                and head.lemma_.lower() in self.reporting
                and head.pos_ in ("VERB", "AUX")
            ):
                for source in self._speakers(head):
                    if source not in sources:
                        sources.append(source)
                        kind = "indirectSpeech" if kind == "authorial" else kind
            if at.dep_ == "pcomp" and head.head.lemma_ in (
                "accuse",
                "suspect",
                "blame",
                "charge",
            ):  # "accused X of …ing"
                for source in self._speakers(head.head):
                    if source not in sources:
                        sources.append(source)
                        kind = "indirectSpeech" if kind == "authorial" else kind
            at = head
        for child in self.grammar.kids(at, "parataxis"):  # "…, Xinhua reported"
            if child.lemma_.lower() in self.reporting and child.i != token.i and not token.is_ancestor(child):
                for source in self._speakers(child):
                    if source not in sources:
                        sources.append(source)
                        kind = "accordingTo" if kind == "authorial" else kind
        return Attribution(kind, tuple(sources)) if sources else Attribution()

    def _sentence_wide(self, token: Token) -> list[int]:
        """The sources of an "according to" that opens or closes the sentence: all in it is theirs."""
        sentence = token.sent
        if sentence.start not in self._wide:
            found: list[int] = []
            for preposition in (t for t in sentence if t.lower_ == "according"):
                words = [t.i for t in sentence if not t.is_punct]
                closes = words[-1] <= max(t.i for t in preposition.subtree) + 1
                if closes or preposition.i == words[0]:
                    found += self._according(preposition.head)
            self._wide[sentence.start] = list(dict.fromkeys(found))
        return self._wide[sentence.start]

    def _speakers(self, verb: Token) -> list[int]:
        arguments = self.grammar.verb(verb).get("subject", ())
        return [
            f.chain
            for a in arguments
            for f in self.context.fillers(a, "Agent")
            if self.context.chains[f.chain].type in AGENTS
        ]

    def _according(self, token: Token) -> list[int]:
        found = []
        for child in self.grammar.kids(token, "prep", "advmod"):
            if child.lower_ not in ("according", "per"):
                continue
            inner = [child, *self.grammar.kids(child, "prep")]
            for preposition in inner:
                for noun in self.grammar.kids(preposition, "pobj"):
                    found += [
                        f.chain
                        for part in self.grammar.conjuncts(noun)
                        for f in self.context.fillers(Argument(part.i, "according to"), "Agent")
                    ]
        return found
