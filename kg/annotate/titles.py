"""Reads the titles of persons: before the name ("Russian Foreign Minister …"), in apposition, and in a role phrase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.annotate.found import Found
from kg.annotate.text import MODIFIERS, Text, is_plural
from kg.model import Title

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Titles", "phrase_ends"]

_ROLE_REACH = 13
"""Tokens that a role and its office take at most before a name ("Minister for Foreign Affairs of X, Dr Y")."""
_AREA = 8
"""An office's area ("for Foreign Affairs") ends within this many tokens of its noun."""
_OWNER = 14
"""The state or body of an office stands within this many tokens of its noun."""
_TAIL = 12
"""What follows a role's noun ("of the Republic") ends within this many tokens of it, where a name can come next."""
_JOINTS = frozenset({"-", "'s", "’s", "of", "for", "and", "the", "&"})
"""What holds the words of a title together."""
_LOOSE = frozenset({"of", "for", "and", "&"})
_UNTITLED = ("NOUN", "PROPN", "ADJ", "PART", "PUNCT", "ADP", "DET", "CCONJ")
"""Parts of speech that may stand between a title's word and the name."""


@dataclass(slots=True)
class _Left:
    """What stands to the left of a name, as it is read from right to left."""

    start: int
    words: list[str]
    state: str | None = None
    body: str | None = None


class Titles:
    """Gives the persons of one article their titles.

    Args:
        text: The article.
        names: The name at each token that is inside one.
        states: The state named at each token: adjectives ("" where they are of several) and the last word of a name.
    """

    def __init__(self, text: Text, names: Mapping[int, Found], states: Mapping[int, str]) -> None:
        self.text, self.tokens, self.nominals = text, text.tokens, text.nominals
        self.names, self.states = names, states

    def give(self, name: Found) -> Found:
        """A person's name with the title before it and the one in apposition; any other name as it is."""
        if name.type != "Person":
            return name
        first = name.inner[0]
        left = self._read_left(first)
        honorifics = self.nominals.honorifics
        words = [w.title() if w.isupper() and w.title() in honorifics else w for w in _tidy(left.words)]  # "MR."
        roles = [w for w in words if w in honorifics or self.nominals.is_role(w)]
        start, gender, titles = first, name.gender, []
        if roles:
            start = self._past_joints(left.start, first)
            if any(w not in honorifics or self.nominals.is_role(w) for w in roles):
                former = any(w.lower() in self.text.grammar.former for w in words)
                titles.append(Title(" ".join(words), left.state, left.body, former))
            gender = gender or self.nominals.gender(set(roles))
        elif left.state and first - 1 in self.states:  # "China's Xi Jinping", "Turkish leader" without a role word
            titles.append(Title("", left.state))
        titles += self._appositions(name)
        return replace(name, first=start, head=self.text.root(start, name.last).i, titles=tuple(titles), gender=gender)

    def give_role(self, name: Found, covered: set[int]) -> Found:
        """A person's name with the role phrase that runs up to it, where the parser hangs the name on the role's noun.

        Args:
            name: A name with its title.
            covered: Tokens of names with their titles, where no other role is looked for.
        """
        if name.type != "Person":
            return name
        for at in range(name.first - 1, max(name.first - _ROLE_REACH, -1), -1):
            role = self.tokens[at]
            if role.is_sent_end or role.pos_ in ("VERB", "AUX"):
                return name
            if at in covered or is_plural(role) or not self.nominals.is_role(role.text):
                continue
            starts = {name.inner[0], name.first}
            if self.text.sentence[name.first] == self.text.sentence[at] and starts & phrase_ends(self.text, role):
                return self._with_role(name, role)
        return name

    def _with_role(self, name: Found, role: Token) -> Found:
        first = self.text.unbroken(role.left_edge.i, role.i)
        while first < role.i and self.tokens[first].dep_ == "det":
            first += 1
        told = any(title.text for title in name.titles)
        titles = name.titles if told else (*name.titles, self._title_of(role))
        return replace(name, first=first, head=self.text.root(first, name.last).i, titles=titles)

    # ---------------------------------------------------------------------------------------------- left of the name

    def _read_left(self, first: int) -> _Left:
        """Read from the name leftward as far as title words, states and bodies go, within the paragraph."""
        left, i = _Left(first, []), first - 1
        if first in self.text.begins:
            return left
        while i >= 0:
            owner = self._owner(i)
            if owner is not None and owner.type != "EventSeries":
                self._take_owner(left, owner, self.tokens[i].text)
                i = owner.inner[0]
            elif i in self.states and owner is None:
                left.state = self.states[i]
            elif self._in_realm(left, i):
                pass
            elif self._is_title_word(i, first) or (left.words and self._is_joint(i)):
                left.words.insert(0, self.tokens[i].text)
            else:
                break
            left.start = i
            if self.tokens[i].is_sent_start:
                break
            i -= 1
        return left

    def _owner(self, i: int) -> Found | None:
        """The state or body named at a token, whose a title can be."""
        owner = self.names.get(i)
        if owner is None or owner.type == "Person" or (owner.type == "Place" and not owner.state):
            return None
        return owner

    def _take_owner(self, left: _Left, owner: Found, word: str) -> None:
        left.state = owner.state or left.state
        if owner.type not in ("State", "Place", "PartiallyRecognizedState"):
            left.body = owner.name
            if any(self.nominals.is_role(w) for w in owner.name.split()):
                left.words.insert(0, word)

    def _in_realm(self, left: _Left, i: int) -> bool:
        """Whether a word belongs to a state's full name: "President of the Republic of X Name"."""
        return bool(left.state) and not left.words and self.tokens[i].lower_ in self.text.grammar.realm

    def _is_title_word(self, i: int, first: int) -> bool:
        token, nominals = self.tokens[i], self.nominals
        if (
            token.text in nominals.honorifics
            or token.text.title() in nominals.honorifics
            or token.lower_ in self.text.grammar.before_title
            or token.lower_ in nominals.types
        ):
            return True
        if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            return False
        if token.ent_type_ not in ("PERSON", "DATE", "TIME") and self._precedes_title(i, first):
            return True
        area = i >= 2 and token.pos_ != "ADJ" and self.tokens[i - 1].lower_ in ("of", "for")
        return area and nominals.is_role(self.tokens[i - 2].text)  # "Secretary of State", "Minister for Trade"

    def _precedes_title(self, i: int, first: int) -> bool:
        """Whether a role word stands between a word and the name, with nothing but nouns between."""
        seen = False
        for token in self.tokens[i + 1 : first]:
            if token.lower_ in self.nominals.types or token.text in self.nominals.honorifics:
                seen = True
            elif token.pos_ not in _UNTITLED or token.text in (",", ";", ":"):
                return False
        return seen

    def _is_joint(self, i: int) -> bool:
        """Whether "of", "for", "and", "'s" or a hyphen inside a title has title words or a state on its left."""
        token = self.tokens[i]
        if i == 0 or token.text not in _JOINTS:
            return False
        left = self.tokens[i - 1]
        if i - 1 in self.states or self._owner(i - 1) is not None or left.lower_ in self.nominals.types:
            return True
        if token.text in ("'s", "’s", "the") or left.pos_ not in ("PROPN", "NOUN") or left.ent_type_ == "PERSON":
            return False
        return left.i == token.head.i or token.head.is_ancestor(left)

    def _past_joints(self, start: int, first: int) -> int:
        while start < first and (
            self.tokens[start].lower_ in _JOINTS or self.tokens[start].lower_ == "a" or self.tokens[start].is_punct
        ):
            start += 1
        return start

    # ------------------------------------------------------------------------------------------- beside a role's noun

    def _appositions(self, name: Found) -> list[Title]:
        head = self.text.root(*name.inner)
        roles = [c for c in head.children if c.dep_ == "appos" and c.i > head.i]
        if head.dep_ == "appos" and head.head.i < head.i:
            roles.append(head.head)
        return [self._title_of(role) for role in roles if self.nominals.is_role(role.lemma_)]

    def _title_of(self, role: Token) -> Title:
        """The title that a role noun with its modifiers gives, and the state or body that it names."""
        modifiers = [t for t in role.lefts if t.dep_ in MODIFIERS and t.i not in self.states]
        words = [*modifiers, role]
        for child in role.rights:  # "Minister for Foreign Affairs of X"
            if child.lower_ in ("for", "of") and child.i == role.i + 1:
                words += self._area(role, child)
        state, body = None, None
        for token in role.subtree:
            if token.i > role.i + _OWNER:
                break
            owner = self.names.get(token.i)
            if owner is None or owner.type in ("Person", "State", "Place"):
                state = state or (None if self._is_shared(token.i) else self.states.get(token.i))
            elif body is None:
                body, state = owner.name, state or owner.state
        return Title(" ".join(w.text for w in words), state, body)

    def _is_shared(self, i: int) -> bool:
        """Whether a state's adjective is joined to another by a hyphen: "of the Serbian-Cuban Trade League"."""
        return any(
            self.text.words[i + step : i + step + 1] == ["-"] and i + 2 * step in self.states for step in (1, -1)
        )

    def _area(self, role: Token, preposition: Token) -> list[Token]:
        """The words after a role's noun that belong to its title, up to the state's name or the next preposition."""
        area = [t for t in preposition.subtree if t.i < role.i + _AREA]
        ends = (n for n, t in enumerate(area) if n and (t.i in self.states or t.dep_ == "prep" or t.text == ","))
        stop = next(ends, len(area))
        if area[-1].i + 1 >= len(self.tokens):
            return []
        words = [t for t in area[:stop] if t.lower_ != "the"]
        return words if len(words) > 1 else []


def phrase_ends(text: Text, noun: Token) -> set[int]:
    """Tokens at which a name comes straight after a role's phrase ("the Minister for Trade, Mark Vaile")."""
    end = noun.i + 1
    tail = next((c for c in noun.rights if c.dep_ == "prep" and c.i == end and c.lower_ in ("of", "for", "to")), None)
    if tail is not None:
        inside = (t.i for t in tail.subtree if t.dep_ != "appos" and t.ent_type_ != "PERSON" and t.i < noun.i + _TAIL)
        end = max(inside, default=tail.i) + 1
    ends = {noun.i + 1, end}
    return ends | {e + 1 for e in ends if e < len(text.tokens) and text.tokens[e].text == ","}


def _tidy(words: list[str]) -> list[str]:
    """The words of a title without the joints that hold nothing."""
    words = [w for w in words if w not in ("-", "'s", "’s", "the")]
    while words and words[0] in _LOOSE:
        words = words[1:]
    return words
