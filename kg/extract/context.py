"""One article while it is read: its words, and what can be asked of them."""

from __future__ import annotations

from kg.extract.arguments import Grammar
from kg.extract.clauses import Clauses
from kg.extract.conditions import Conditions
from kg.extract.fillers import Fillers
from kg.extract.lexicon import Lexicon
from kg.extract.named import Named
from kg.extract.words import read_words
from kg.model import Annotated

__all__ = ["Context"]


class Context:
    """Everything that frames, modality, attribution and setting ask of an article.

    ``words`` are its tokens, ``grammar`` their arguments, ``named`` who stands at a token, ``fillers`` whom an argument
    stands for, ``conditions`` what an argument is, ``clauses`` the stretch that a predicate tells.

    Args:
        annotated: The article, parsed, with its chains and quotes.
        lexicon: What words are known.
    """

    def __init__(self, annotated: Annotated, lexicon: Lexicon) -> None:
        self.annotated, self.lexicon = annotated, lexicon
        self.document, self.chains = annotated.document, annotated.chains
        self.words = read_words(annotated.document.parse)
        self.grammar = Grammar(self.words, lexicon)
        self.named = Named(self.words, self.chains, lexicon)
        self.fillers = Fillers(self.grammar, self.named, lexicon)
        self.conditions = Conditions(self.fillers, self.named, lexicon)
        self.clauses = Clauses(self.document, self.words)

    def root(self, first: int, last: int) -> int:
        """The token that heads a range of tokens (half-open)."""
        return int(self.document.parse[first:last].root.i)
