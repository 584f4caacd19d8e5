"""What the parser gets wrong time and again, put right in the parse, for all that reads it: where a word hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.annotate.nominals import load_nominals

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["mend"]

_GUEST = "visiting"
"""The participle that stands before a guest's title and is taken for a gerund with the guest as its object."""
_PERSON = "PERSON"
_FINITE = ("VBD", "VBZ")
"""Penn's tags of forms that are finite for certain."""
_PAST = ("VBD", "VBN")
"""Penn's tags of forms in "-ed"."""
_CONCERNED = ("concerned", "involved")
"""Participles after a noun that take no infinitive."""
_VERBAL, _NOMINAL = ("VERB", "AUX"), ("NOUN", "PROPN")
_PASTS = {"shot": "shoot", "hit": "hit", "cut": "cut", "set": "set", "beat": "beat", "hurt": "hurt", "split": "split"}
"""Nouns that are pasts of verbs too, with the verb."""
_LISTED = ("conj", "appos")
"""Labels under which the names of a list hang on each other."""
_HIGHEST = 6
"""Clauses that are climbed for the verb with which one is coordinated, at most."""


def mend(doc: Doc) -> None:
    """Hang words where they belong, in place; no head moves to another sentence."""
    for token in doc:
        if token.lower_ == _GUEST and token.tag_ == "VBG":
            _mend_guest(token)
        elif token.tag_ == "NN" and token.lower_ in _PASTS and token.dep_ == "ROOT" and _kids(token, "nsubj"):
            _mend_past(token)
        elif token.dep_ == "conj" and _stands_too_low(token):
            _mend_coordinated(token)
        elif token.dep_ == "conj" and token.tag_ == "VBD" and token.head.dep_ == "ccomp":
            _mend_said(token)
        elif token.dep_ == "relcl" and token.head.dep_ == "ROOT" and token.head.pos_ in _NOMINAL:
            _mend_relative(token)
        elif token.dep_ == "amod" and token.tag_ == "VBN" and token.head.dep_ == "ROOT":
            _mend_headline(token)
        elif token.dep_ == "acl" and token.lower_ in _CONCERNED:
            _mend_infinitive(token)
        elif token.dep_ == "conj" and token.ent_type_ == _PERSON and token.head.pos_ in _VERBAL:
            _mend_name(token)


def _mend_guest(participle: Token) -> None:
    """Read "met with visiting Premier X", "received visiting Premier X", "between X and visiting Premier Y"."""
    guest = next(iter(_kids(participle, "dobj")), None)
    head = participle.head
    if guest is None or guest.pos_ not in _NOMINAL or guest.ent_type_ != _PERSON or _kids(guest, "det", "poss"):
        return
    if _kids(participle, "aux", "auxpass", "nsubj", "mark"):
        return
    above, dep, rest = head, "dobj", head
    if participle.dep_ == "pcomp":
        dep, rest = "pobj", head.head
    elif participle.dep_ == "acl":  # "between X and visiting Y"
        before = participle.nbor(-1)
        if before.dep_ != "cc":
            return
        above, dep = before.head, "conj"
    elif participle.dep_ == "conj":
        dep = "conj"
    elif participle.dep_ not in ("xcomp", "ccomp", "dobj") or head.pos_ not in _VERBAL:
        return
    for child in list(participle.children):
        if child.i != guest.i:
            _hang(child, rest, child.dep_)
    _hang(guest, above, dep)
    _hang(participle, guest, "amod")


def _mend_past(noun: Token) -> None:
    """Read "gunmen shot dead X": a verb that is taken for the noun of its form has subject and object."""
    if _kids(noun, "dobj", "oprd") and not _kids(noun, "det"):
        noun.pos_, noun.tag_, noun.lemma_ = "VERB", "VBD", _PASTS[noun.lower_]


def _mend_name(name: Token) -> None:
    """Read "officers X, Y, and Sit Z, as well as sailors …": a name taken for a clause stands in the list."""
    first = name.left_edge
    before = first
    while before.i > name.sent.start and (before.i == first.i or before.is_punct or before.dep_ == "cc"):
        before = before.nbor(-1)
    if before.i == first.i - 1 or before.ent_type_ != _PERSON or before.pos_ not in _NOMINAL:
        return
    names = [before, *before.ancestors]
    opening = next(t for t in names if t.dep_ not in _LISTED or t.head.ent_type_ != _PERSON)
    listed = opening.head if opening.dep_ == "appos" else opening
    for child in _kids(name, "conj"):
        if child.ent_type_ != _PERSON:
            _hang(child, listed, "conj")
    name.pos_, name.tag_ = "PROPN", "NNP"
    _hang(name, opening, "conj")
    if before.dep_ == "appos" and before.i != opening.i:
        _hang(before, opening, "conj")


def _stands_too_low(verb: Token) -> bool:
    """Whether a finite form is coordinated with an infinitive, or with the perfect of a relative clause."""
    head = verb.head
    return (head.tag_ == "VB" and verb.tag_ in _FINITE) or (
        head.tag_ == "VBN" and verb.tag_ == "VBD" and _is_relative(head)
    )


def _is_relative(verb: Token) -> bool:
    """Whether a verb stands in a clause that begins with "which" or "who"."""
    left = (*verb.children, *(c for p in _kids(verb, "prep") for c in p.children))
    return any(t.tag_ in ("WDT", "WP") and t.i < verb.i for t in left)


def _mend_coordinated(verb: Token) -> None:
    """Read "urged them to fight X and accused Y": what is accused is told beside the urging, not beside the fight."""
    above = list(verb.head.ancestors)[:_HIGHEST]
    beside = next((t for t in above if t.tag_ in _FINITE and t.pos_ in _VERBAL), None)
    if beside is not None and beside.tag_ == verb.tag_ and not _kids(verb, "nsubj", "nsubjpass"):
        _hang(verb, beside, "conj")


def _mend_said(verb: Token) -> None:
    """Read "said that the vote was void and urged Y to …": a thing urges nobody, whoever says so does."""
    clause = verb.head
    above = clause.head
    if above.tag_ != verb.tag_ or above.pos_ not in _VERBAL or _kids(verb, "nsubj", "nsubjpass", "aux", "auxpass"):
        return
    things = _kids(clause, "nsubj", "nsubjpass")
    speakers = _kids(above, "nsubj")
    if clause.i < above.i or not speakers or not things or any(_may_speak(t) for t in things):
        return
    if verb.lemma_ in load_nominals().saying:
        _hang(verb, above, "conj")


def _mend_relative(verb: Token) -> None:
    """Read "The visit that X paid to Y produced little": what stands last is the main verb, not a clause."""
    noun = verb.head
    subject = next(iter(_kids(verb, "nsubj", "nsubjpass")), None)
    if subject is None or not noun.i < subject.i < verb.i:
        return
    relative = next((t for t in noun.doc[noun.i + 1 : subject.left_edge.i] if t.tag_ == "WDT"), None)
    if relative is None:
        return
    inner = next((c for c in _kids(subject, "acl") if c.tag_ in _PAST and subject.i < c.i < verb.i), None)
    if inner is None or any(t.pos_ in _VERBAL for t in noun.doc[subject.i + 1 : inner.i]):
        return
    noun.head = verb  # before the verb is made the root: nothing may hang on itself in a ring
    verb.head = verb
    verb.dep_, noun.dep_ = "ROOT", "nsubjpass" if _kids(verb, "auxpass") else "nsubj"
    _hang(inner, noun, "relcl")
    _hang(subject, inner, "nsubj")
    _hang(relative, inner, "dobj")
    inner.tag_ = "VBD"


def _mend_headline(verb: Token) -> None:
    """Read "X voiced concern": what has a subject of its own is a verb, and no adjective of its object."""
    noun = verb.head
    if not _kids(verb, "nsubj") or verb.i > noun.i or noun.pos_ not in _NOMINAL:
        return
    noun.head = verb
    verb.head = verb
    verb.dep_, verb.tag_, noun.dep_ = "ROOT", "VBD", "dobj"
    for child in _kids(noun, "punct"):
        _hang(child, verb, "punct")


def _mend_infinitive(participle: Token) -> None:
    """Read "called on all parties concerned to settle …": the call is to settle, nobody is concerned to."""
    verb = next((t for t in participle.ancestors if t.pos_ in _VERBAL), None)
    if verb is not None:
        for clause in _kids(participle, "xcomp"):
            _hang(clause, verb, "xcomp")


def _may_speak(token: Token) -> bool:
    return token.pos_ in ("PROPN", "PRON") or bool(token.ent_type_) or token.lemma_ in load_nominals().types


def _kids(token: Token, *deps: str) -> list[Token]:
    return [child for child in token.children if child.dep_ in deps]


def _hang(token: Token, head: Token, dep: str) -> None:
    token.head = head
    token.dep_ = dep
