"""What a clause says of its event: status, polarity, certainty; or that it asserts nothing at all.

Read from the verb's form, and upwards through what governs it: operators ("plan to", "refuse to", "deny that"),
conditions, negation. An infinitive that no operator governs asserts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.context import Context
from kg.extract.lexicon import Operator

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Modality", "ModalityReader"]

_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "should", "provided"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_POSSIBLE = frozenset({"may", "might", "could", "can"})
_WISHED = frozenset({"should", "must", "ought"})
_NEGATIVE = frozenset({"no", "neither", "nor", "never", "nobody", "none", "hardly"})


@dataclass(frozen=True, slots=True)
class Modality:
    """Status, polarity and certainty of a telling; ``nothing`` is the reason why it asserts nothing, if it does not.

    ``tense`` is past, present or future, for dates.
    """

    status: str = "occurred"
    polarity: str = "affirmed"
    certainty: str = "certain"
    nothing: str | None = None
    tense: str = "past"

    def negated(self) -> Modality:
        """The same, denied; a denial of what is denied is left denied."""
        return replace(self, polarity="negated", status="denied")


class ModalityReader:
    """Reads modality in one article."""

    def __init__(self, context: Context) -> None:
        self.context, self.grammar = context, context.grammar
        self.operators = context.lexicon.operators

    def read(self, token: Token, support: int | None, effect: str | None) -> Modality:
        """The modality of a predicate.

        Args:
            token: The trigger.
            support: Index of the verb that carries a noun, or None.
            effect: What that verb itself says ("cancel talks").
        """
        if token.sent[-1].text == "?" or (len(token.sent) > 1 and token.sent[-2].text == "?"):
            return Modality("unknown", nothing="a question")
        if support is not None:
            found = self._verb(self.context.doc[support], 0)
            if effect:
                found = self._apply(effect, found)
        elif token.pos_ in ("NOUN", "PROPN"):
            found = self._noun(token)
        elif token.pos_ == "ADJ" and token.head.pos_ in ("AUX", "VERB"):
            found = self._verb(token.head, 0)
        else:
            found = self._verb(token, 0)
        verb = self.context.doc[support] if support is not None else token.head if token.pos_ == "ADJ" else token
        hedged = token.pos_ == "ADJ" and any(t.lower_ in ("if", "unless") and t.dep_ == "mark" for t in verb.subtree)
        if not found.nothing and verb.pos_ in ("VERB", "AUX") and (hedged or self._conditional(verb)):
            found = replace(found, status="proposed", certainty="possible")
        if (
            token.pos_ in ("NOUN", "PROPN")
            and any(
                c.lower_ in ("no", "neither", "any") and c.dep_ in ("det", "neg")
                for c in self.grammar.children[token.i]
            )
            and found.polarity == "affirmed"
        ):
            if any(
                c.lower_ != "any" and c.dep_ in ("det", "neg") and c.lower_ in _NEGATIVE
                for c in self.grammar.children[token.i]
            ):
                found = found.negated()
        return found

    # ------------------------------------------------------------------------------------------------------------ verbs

    def _verb(self, token: Token, depth: int) -> Modality:
        if depth > 8:
            return Modality()
        found = self._form(token, depth)
        if found.nothing:
            return found
        if self._is_negated(token) and found.polarity == "affirmed":
            found = found.negated()
        mark = next(
            (
                c
                for c in self.grammar.children[token.i]
                if c.dep_ in ("mark", "advmod") and c.lower_ in _CONDITIONS and c.i < token.i
            ),
            None,
        )
        if mark is not None and token.dep_ in ("advcl", "ccomp", "pcomp", "ROOT", "conj", "xcomp", "acl"):
            return replace(found, nothing=f"after {mark.lower_}")
        unfinished = token.tag_ in ("VBZ", "VBP") or any(
            c.tag_ in ("VBZ", "VBP") for c in self.grammar.kids(token, "aux", "auxpass")
        )
        if (
            token.dep_ == "advcl"
            and unfinished
            and any(
                c.dep_ in ("mark", "advmod") and c.lower_ in ("until", "before", "once", "till")
                for c in self.grammar.children[token.i]
            )
        ):
            return replace(found, nothing="a condition")
        head = token.head
        if token.dep_ in ("ccomp", "acl") and head is not token:
            for operator in self._operators(head, "clause"):
                found = self._apply(operator.effect, found)
            if token.dep_ == "ccomp" and head.pos_ in ("VERB", "AUX") and not found.nothing:
                above = self._condition_above(head, depth)
                if above:
                    return replace(found, nothing=above)
        elif token.dep_ in ("relcl", "advcl", "conj") and token.dep_ != "relcl":
            above = self._condition_above(head, depth) if token.dep_ == "conj" else None
            if above:
                return replace(found, nothing=above)
        return found

    def _conditional(self, token: Token) -> bool:
        """Whether a clause holds only under a condition ("… if Russia stops")."""
        inner = [
            token,
            *self.grammar.kids(token, "acomp", "xcomp"),
            *(x for a in self.grammar.kids(token, "acomp") for x in self.grammar.kids(a, "xcomp")),
        ]
        return any(
            c.dep_ == "advcl"
            and any(g.dep_ == "mark" and g.lower_ in ("if", "unless") for g in self.grammar.children[c.i])
            for t in inner
            for c in self.grammar.children[t.i]
        )

    def _condition_above(self, token: Token, depth: int) -> str | None:
        """The condition that a clause stands under, further up."""
        at = token
        for _ in range(6):
            mark = next(
                (
                    c
                    for c in self.grammar.children[at.i]
                    if c.dep_ in ("mark", "advmod") and c.lower_ in _CONDITIONS and c.i < at.i
                ),
                None,
            )
            if mark is not None and at.dep_ in ("advcl", "ccomp", "pcomp", "acl"):
                return f"after {mark.lower_}"
            if at.head is at or at.dep_ not in ("ccomp", "conj", "xcomp", "advcl"):
                return None
            at = at.head
        return None

    def _form(self, token: Token, depth: int) -> Modality:
        """What the form of a verb says, with what governs a form that is not finite."""
        auxiliaries = [c for c in self.grammar.kids(token, "aux", "auxpass")]
        words = {c.lower_ for c in auxiliaries}
        if words & _FUTURE:
            return Modality("planned", tense="future")
        if words & _WISHED:
            return Modality("unknown", nothing="an obligation or wish", tense="future")
        if "would" in words or "'d" in words:
            return self._would(token)
        if words & _POSSIBLE:
            return Modality("unknown", certainty="possible", nothing="only possible", tense="future")
        infinitive = any(c.tag_ == "TO" for c in auxiliaries)
        if infinitive:
            return self._infinitive(token, depth)
        going = next((c for c in auxiliaries if c.lemma_ == "be"), None)
        if token.tag_ == "VBG" and going is not None:
            return Modality("ongoing", tense="present")
        finite = token.tag_ in ("VBD", "VBZ", "VBP") or any(c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in auxiliaries)
        if finite:
            present = token.tag_ in ("VBZ", "VBP") or (
                going is not None
                and going.tag_ in ("VBZ", "VBP")
                and token.tag_ == "VBN"
                and "have" not in {c.lemma_ for c in auxiliaries}
            )
            return Modality("occurred", tense="present" if present else "past")
        return self._unfinished(token, depth)

    def _would(self, token: Token) -> Modality:
        """ "would": of something to come in reported speech ("said it would send"), else supposed."""
        at = token
        for _ in range(5):
            if at.dep_ in ("ccomp", "relcl") and at.head.lemma_ in self.context.lexicon.words.get("reporting", ()):
                return Modality("planned", tense="future")
            if at.head is at:
                break
            at = at.head
        return Modality("proposed", certainty="possible", tense="future")

    def _infinitive(self, token: Token, depth: int) -> Modality:
        head = token.head
        if token.dep_ == "conj":
            return self._verb(head, depth + 1)
        if token.dep_ == "ROOT":  # a headline: "X to visit Y"
            return Modality("planned", tense="future")
        for operator in self._operators(head, "infinitive"):
            return self._apply(
                operator.effect,
                self._verb(head, depth + 1) if head.pos_ in ("VERB", "AUX") else self._adjective(head, depth),
            )
        if head.lemma_ == "be" and token.dep_ in ("xcomp", "ccomp"):
            return Modality("planned", tense="future")
        if token.dep_ == "relcl" or (token.dep_ == "acl" and self.grammar.passive(token)):  # "talks to be held in May"
            return Modality("planned", tense="future")
        kind = "a purpose" if token.dep_ == "advcl" else f"the infinitive of “{head.lemma_}”"
        return Modality("unknown", nothing=kind, tense="future")

    def _adjective(self, token: Token, depth: int) -> Modality:
        """The modality of an adjective or noun as the predicate it belongs to ("no plans to …" denies)."""
        if token.pos_ == "NOUN" and self._unless_no(token).polarity == "negated":
            return self._unless_no(token)
        at = token
        for _ in range(3):
            if at.pos_ in ("VERB", "AUX"):
                return self._verb(at, depth + 1)
            if at.head is at:
                break
            at = at.head
        return Modality(tense="present")

    def _unless_no(self, noun: Token) -> Modality:
        """Negated for a noun under "no", else as if it stood alone."""
        return (
            Modality().negated() if any(c.lower_ == "no" for c in self.grammar.kids(noun, "det", "neg")) else Modality()
        )

    def _unfinished(self, token: Token, depth: int) -> Modality:
        """A participle or gerund: with the clause it belongs to."""
        head = token.head
        match token.dep_:
            case "conj" | "advcl" if head.pos_ in ("VERB", "AUX"):
                found = self._verb(head, depth + 1)
                return found if not found.nothing or token.dep_ == "conj" else Modality(tense="past")
            case "xcomp" | "ccomp" | "dobj" if head.pos_ in ("VERB", "AUX"):
                for operator in self._operators(head, "gerund"):
                    return self._apply(operator.effect, self._verb(head, depth + 1))
                return Modality()
            case "pcomp":
                if head.lower_ == "without":
                    return Modality().negated()
                outer = head.head
                for operator in self._operators(outer, head.lower_) or self._operators(outer, "gerund"):
                    return self._apply(
                        operator.effect,
                        self._verb(outer, depth + 1) if outer.pos_ in ("VERB", "AUX") else self._unless_no(outer),
                    )
                if outer.pos_ in ("VERB", "AUX") and head.lower_ in ("by", "after", "while", "in", "since", "on"):
                    found = self._verb(outer, depth + 1)
                    return Modality() if head.lower_ in ("after", "since") else found
                if head.lower_ == "before":
                    return Modality("planned" if self._verb(outer, depth + 1).tense == "future" else "occurred")
                return Modality()
            case "ROOT" if token.tag_ == "VBG":
                return Modality("ongoing", tense="present")
        return Modality()

    def _is_negated(self, token: Token) -> bool:
        for child in self.grammar.children[token.i]:
            if (
                child.dep_ == "neg"
                or (child.dep_ == "advmod" and child.lower_ in _NEGATIVE)
                or (child.dep_ == "preconj" and child.lower_ == "neither")
            ):
                return True
            if child.dep_ in ("nsubj", "nsubjpass", "dobj") and (
                child.lower_ in ("nobody", "none", "nothing")
                or any(
                    g.dep_ in ("det", "neg") and g.lower_ in ("no", "neither") for g in self.grammar.children[child.i]
                )
            ):
                return True
        if (
            token.dep_ in ("xcomp",)
            and token.head.pos_ in ("VERB", "AUX")
            and not self._operators(token.head, "infinitive")
        ):
            return self._is_negated(token.head)
        return token.dep_ == "conj" and any(
            c.lower_ in ("nor", "neither")
            for c in self.grammar.kids(token.head, "cc", "preconj", "neg")
            if c.i > token.head.i
        )

    # ------------------------------------------------------------------------------------------------------------ nouns

    def _noun(self, token: Token) -> Modality:
        """A noun that no support verb carries: taken as given, unless what governs it says otherwise."""
        found = Modality()
        at = token
        while at.dep_ == "conj" and at.head.pos_ in ("NOUN", "PROPN"):
            at = at.head
        head, relation = at.head, at.dep_
        if relation == "pobj":
            preposition = head
            head, relation = preposition.head, preposition.lower_
            if relation == "without":
                return Modality().negated()
        elif relation in ("dobj", "nsubjpass"):
            relation = "object"
        elif relation == "nsubj":
            relation = "object" if self.grammar.passive(head) else "subject"
        if head is at:
            return found
        if relation == "oprd":
            return replace(found, nothing="what something is called")
        if not self.grammar.kids(
            token, "poss"
        ):  # "even if there is a truce"; "if it ends its raids" takes the raids as given
            verb = next((t for t in (head, *head.ancestors) if t.pos_ in ("VERB", "AUX")), None)
            if verb is not None and (reason := self._condition_above(verb, 0)):
                return replace(found, nothing=reason)
        for operator in self._operators(head, relation):
            below = self._verb(head, 1) if head.pos_ in ("VERB", "AUX") else Modality()
            return self._apply(operator.effect, below)
        if head.pos_ in ("NOUN", "PROPN") and head is not at and relation in ("for", "on", "of", "to", "about"):
            # "plans for talks", "a call for a truce": the noun above is what is said to be
            inner = self._noun(head) if head.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass") else Modality()
            if inner.nothing or inner.status in ("planned", "proposed", "cancelled", "denied"):
                return inner
        if head.pos_ in ("VERB", "AUX"):
            above = self._verb(head, 1)
            owned = bool(self.grammar.kids(token, "poss"))  # "if it ends its raids": the raids are taken as given
            if above.nothing and not owned and (above.nothing.startswith("after ") or above.nothing == "a condition"):
                return above
            if above.tense == "future" and relation in ("at", "in", "during", "after", "subject", "ahead of"):
                return Modality("planned", tense="future")
        return found

    # -------------------------------------------------------------------------------------------------------- operators

    def _operators(self, token: Token, relation: str) -> list[Operator]:
        """The operators that a governing word is, for what stands to it in a relation."""
        found = []
        for operator in [
            *self.operators.get(token.lemma_.lower(), ()),
            *(self.operators.get(token.lower_, ()) if token.lower_ != token.lemma_.lower() else ()),
        ]:
            words = operator.lemma.split()
            if operator.pos and operator.pos != ("noun" if token.pos_ in ("NOUN", "PROPN") else "verb"):
                continue
            if operator.governs and relation not in operator.governs:
                continue
            if len(words) > 1 and not all(
                any(c.lower_ == w or c.lemma_.lower() == w for c in self.grammar.children[token.i]) or relation == w
                for w in words[1:]
            ):
                continue
            found.append(operator)
        return sorted(found, key=lambda o: len(o.lemma.split()), reverse=True)[:1]

    def _apply(self, effect: str, below: Modality) -> Modality:
        """What an operator makes of an event, given the modality of the operator's own clause."""
        if below.nothing and effect not in ("transparent",):
            return below
        negated = below.polarity == "negated"
        match effect:
            case "transparent":
                return below
            case "wish":
                return replace(below, status="unknown", nothing="wished, asked for or feared", tense="future")
            case "planned" | "proposed":
                found = Modality(effect, tense="future")
                return found.negated() if negated else found
            case "cancelled":
                return Modality("cancelled", tense="past") if not negated else Modality("planned", tense="future")
            case "denied":
                return (
                    Modality("denied", "negated", tense=below.tense)
                    if not negated
                    else Modality("occurred", tense=below.tense)
                )
            case "unknown":
                return Modality("unknown", certainty="possible", tense="future")
            case _:  # occurred, ongoing: with the tense of the operator
                if negated:
                    return below
                return replace(below, status=effect if below.status in ("occurred", "ongoing") else below.status)
