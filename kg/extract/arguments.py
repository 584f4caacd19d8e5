"""The arguments of verbs and nouns, normalised: who and what, whatever the voice, control, coordination or relative clause.

Labels of dependencies are ClearNLP's, as spaCy's English pipelines give them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Argument", "Arguments", "Grammar", "Governor"]


@dataclass(frozen=True, slots=True)
class Argument:
    """The head token of an argument, and the route by which it was reached ("passive agent")."""

    head: int
    path: str


Arguments = dict[str, list[Argument]]
"""Argument name to arguments, in text order: ``subject``, ``object``, ``indirect``, ``clause``, ``infinitive``, ``gerund``,
``predicate``, prepositions by their word; of nouns also ``possessive``, ``compound``, ``adjective``."""


@dataclass(frozen=True, slots=True)
class Governor:
    """The verb that carries a noun, and as what: ``subject``, ``object`` or a preposition."""

    verb: int
    relation: str


_SUBJECT = ("nsubj", "nsubjpass", "expl")
_CLAUSAL = ("ccomp", "xcomp", "advcl", "pcomp", "acl", "relcl", "conj", "parataxis")
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
    "day week month year today tomorrow yesterday morning afternoon evening night weekend decade century quarter hour minute summer winter spring autumn fall".split()
)
_GIVING = frozenset(
    {
        "give",
        "grant",
        "offer",
        "send",
        "deny",
        "sell",
        "lend",
        "hand",
        "award",
        "show",
        "promise",
        "refuse",
        "allow",
        "supply",
        "owe",
        "pay",
        "cede",
    }
)
_QUANTITIES = frozenset(
    {
        "dozen",
        "score",
        "hundred",
        "thousand",
        "ten",
        "million",
        "number",
        "lot",
        "majority",
        "minority",
        "handful",
        "series",
        "string",
        "wave",
        "couple",
        "pair",
        "most",
        "some",
        "all",
        "many",
        "several",
        "none",
        "one",
        "each",
        "both",
        "half",
        "two",
        "three",
        "group",
        "part",
        "rest",
        "ton",
        "tonne",
        "kilogram",
        "kilo",
        "litre",
        "liter",
        "gallon",
        "barrel",
        "bag",
        "sack",
        "box",
        "crate",
        "truckload",
        "planeload",
        "shipload",
        "shipment",
        "consignment",
        "batch",
        "contingent",
        "amount",
        "quantity",
        "percent",
        "piece",
        "package",
        "bundle",
        "tranche",
        "round",
        "barrage",
        "slew",
        "raft",
        "host",
        "bunch",
    }
)
_PROMISE = frozenset({"promise", "vow", "pledge", "threaten", "agree"})
"""Verbs whose own subject, not their object, does what the infinitive says."""
_MULTIWORD = {
    ("according", "to"): "according to",
    ("because", "of"): "because of",
    ("out", "of"): "out of",
    ("along", "with"): "with",
    ("together", "with"): "with",
    ("ahead", "of"): "ahead of",
}


class Grammar:
    """Reads arguments off one parse; results are kept, since frames ask for the same word many times."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.children: list[list[Token]] = [list(token.children) for token in doc]
        self._verbs: dict[int, Arguments] = {}
        self._nouns: dict[int, Arguments] = {}

    # -------------------------------------------------------------------------------------------------------- helpers

    def kids(self, token: Token, *deps: str) -> list[Token]:
        """Children with one of the labels, in text order."""
        return [c for c in self.children[token.i] if c.dep_ in deps]

    def conjuncts(self, token: Token) -> list[Token]:
        """The token and what is coordinated with it, in text order."""
        found, queue = [token], [token]
        while queue:
            at = queue.pop()
            if at is token and (before := self._listed_before(token)) is not None:
                found.append(before)
            for child in self.kids(at, "conj"):
                if child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X") or token.pos_ == child.pos_:
                    found.append(child)
                    queue.append(child)
        return sorted(found, key=lambda t: t.i)

    def _listed_before(self, token: Token) -> Token | None:
        """The first name of a headline's "China, Russia sign …", which the parser takes for something else."""
        i = token.i
        if i < 2 or token.pos_ != "PROPN" or token.dep_ not in ("nsubj", "nsubjpass") or self.doc[i - 1].text != ",":
            return None
        before = self.doc[i - 2]
        return (
            before if before.pos_ == "PROPN" and before.is_sent_start and before.dep_ not in ("conj", "pobj") else None
        )

    def particle(self, token: Token) -> str | None:
        """The particle of a phrasal verb ("call off")."""
        return next((c.lower_ for c in self.kids(token, "prt")), None)

    def passive(self, token: Token) -> bool:
        """Whether a verb form is passive."""
        if self.kids(token, "auxpass", "nsubjpass"):
            return True
        if token.tag_ != "VBN" or any(c.lemma_ in ("have", "’ve", "'ve") for c in self.kids(token, "aux")):
            return token.tag_ == "VBN" and bool(self.kids(token, "agent")) and token.dep_ != "ROOT"
        if token.dep_ in ("acl", "advcl", "amod"):
            return True
        return token.dep_ == "conj" and not self.kids(token, "aux", *_SUBJECT) and self.passive(token.head)

    def antecedent(self, token: Token) -> Token:
        """For a relative pronoun the noun that it stands for, else the token itself."""
        if token.lower_ in _RELATIVE and token.tag_ in ("WDT", "WP", "WP$", "IN"):
            clause = token
            for _ in range(6):
                clause = clause.head
                if clause.dep_ == "relcl":
                    return clause.head
                if clause.head is clause:
                    break
        return token

    def _counted(self, token: Token) -> Token:
        """For a word of quantity what is counted: the troops, in "thousands of troops"."""
        if token.lemma_.lower() in _QUANTITIES:
            for child in self.kids(token, "prep"):
                if child.lower_ == "of" and (inner := self.kids(child, "pobj")):
                    return inner[0]
        return token

    def _args(self, tokens: Iterable[Token], path: str) -> list[Argument]:
        found = []
        for token in tokens:
            if (
                token.ent_type_ in ("DATE", "TIME")
                and token.lemma_.lower() in _CALENDAR
                and not any(c.pos_ == "PROPN" and c.ent_type_ == "PERSON" for c in self.children[token.i])
            ):
                continue  # "on Sunday" is no argument
            real = self._counted(self.antecedent(token))
            route = f"{path}, relative clause" if token.lower_ in _RELATIVE and real is not token else path
            for n, part in enumerate(
                self.conjuncts(real) if real.i == token.i or token.lemma_.lower() in _QUANTITIES else [real]
            ):
                found.append(Argument(part.i, route if not n else f"{route}, coordinated"))
        return found

    # ---------------------------------------------------------------------------------------------------------- verbs

    def verb(self, token: Token) -> Arguments:
        """The arguments of a verb (or of a predicative adjective or noun through its copula)."""
        if token.i in self._verbs:
            return self._verbs[token.i]
        self._verbs[token.i] = args = {}  # a guard: control may lead back here
        passive = self.passive(token)
        objects = self._args(self.kids(token, "dobj"), "object")
        surface = self._args(self.kids(token, "nsubj", "nsubjpass"), "subject")
        if (
            token.dep_ == "relcl"
            and not self.kids(token, "dobj")
            and surface
            and token.head.i not in {a.head for a in surface}
            and not passive
        ):
            gap = not any(c.lower_ in _RELATIVE for c in self.kids(token, "nsubj")) and not any(
                g.lower_ in _RELATIVE for c in self.kids(token, "prep") for g in self.children[c.i]
            )
            if gap:
                objects = [Argument(token.head.i, "object, relative clause")]
        if passive:
            patients = surface or self._missing_patient(token)
            patients = [Argument(a.head, a.path.replace("subject", "passive subject")) for a in patients]
            agents = [o for c in self.kids(token, "agent") for o in self._args(self.kids(c, "pobj"), "passive agent")]
            agents = agents or [  # "was refused a visa by X": the parser hangs "by" on the object
                o
                for c in self.kids(token, "dobj", "oprd", "attr", "prep")
                for b in self.kids(c, "prep")
                if b.lower_ == "by"
                for o in self._args(self.kids(b, "pobj"), "passive agent")
            ]
            if agents:
                args["subject"] = agents
            if objects:
                args["object"], args["indirect"] = objects, patients
            elif patients:
                args["object"] = patients
        else:
            subject = surface or self._missing_subject(token)
            if subject:
                args["subject"] = subject
            if objects:
                args["object"] = objects
        for child in self.kids(token, "dative"):
            if child.tag_ in ("IN", "TO"):
                args.setdefault(child.lower_, []).extend(self._args(self.kids(child, "pobj"), child.lower_))
            else:
                args.setdefault("indirect", []).extend(self._args([child], "indirect object"))
        self._prepositions(token, args, "")
        self._clauses(token, args)
        if "indirect" not in args and token.lemma_ in _GIVING:  # "granted Turkey permission": taken for a compound
            for thing in self.kids(token, "dobj"):
                names = [
                    c
                    for c in self.kids(thing, "compound", "nmod")
                    if c.ent_type_ in ("GPE", "NORP", "ORG", "PERSON") and c.i == thing.left_edge.i
                ]
                if names and thing.left_edge.i == token.i + 1:
                    args["indirect"] = self._args(names, "indirect object")
        if "clause" not in args:  # "noted with satisfaction that …": the clause hangs on the noun
            for noun in [n for c in self.kids(token, "prep") for n in self.kids(c, "pobj")]:
                for clause in self.kids(noun, "acl", "ccomp", "relcl"):
                    if clause.pos_ in ("VERB", "AUX") and any(
                        m.lower_ == "that" and m.dep_ == "mark" for m in self.children[clause.i]
                    ):
                        args.setdefault("clause", []).append(Argument(clause.i, f"clause of {noun.lemma_}"))
        for argument in list(args.get("object", ())):  # "imposed sanctions on X": the parser hangs "on" on either word
            self._prepositions(self.doc[argument.head], args, "object's ", missing_only=True)
        for child in self.kids(token, "attr", "oprd"):
            args.setdefault("predicate", []).extend(self._args([child], "predicate"))
        return args

    def _clauses(self, token: Token, args: Arguments) -> None:
        if token.dep_ == "parataxis" and token.head.pos_ in ("VERB", "AUX"):  # "the price, X said, was too low"
            args.setdefault("clause", []).append(Argument(token.head.i, "clause around it"))
        for child in self.kids(token, "oprd", "ccomp"):  # "holds X responsible", "called X an aggressor"
            inner = self.kids(child, "nsubj")
            if (
                "object" not in args
                and child.pos_ in ("ADJ", "NOUN", "PROPN")
                and inner
                and not self.kids(child, "cop", "aux", "mark")
            ):
                args["object"] = self._args(inner, "object, subject of the small clause")
                args.setdefault("predicate", []).append(Argument(child.i, "predicate"))
        complements = self.kids(token, "oprd")
        if "object" not in args and len(complements) == 2:
            args["object"] = self._args(complements[:1], "object")
        for child in self.kids(token, "ccomp", "xcomp", "advcl", "oprd"):
            infinitive = any(c.tag_ == "TO" for c in self.kids(child, "aux"))
            if any(c.lower_ == "for" for c in self.kids(child, "mark")) and (actors := self.kids(child, "nsubj")):
                args.setdefault("for", []).extend(self._args(actors, "for, subject of the infinitive"))
            if child.dep_ == "oprd" and not infinitive:
                continue
            if child.dep_ == "advcl" and not (infinitive and child.i > token.i):
                continue
            if infinitive:
                args.setdefault("infinitive", []).append(Argument(child.i, "infinitive"))
                if child.dep_ == "ccomp" and "object" not in args:  # "urged X to stop": X stands inside the clause
                    inner = self._args(self.kids(child, "nsubj", "nsubjpass"), "object, subject of the infinitive")
                    if inner and child.i > token.i:
                        args["object"] = inner
            elif child.dep_ == "xcomp" and child.tag_ == "VBG":
                args.setdefault("gerund", []).append(Argument(child.i, "gerund"))
            elif child.dep_ in ("ccomp", "xcomp"):
                args.setdefault("clause", []).append(Argument(child.i, "clause"))

    def _prepositions(self, token: Token, args: Arguments, prefix: str, missing_only: bool = False) -> None:
        mine: Arguments = {}
        for child in self.kids(token, "prep", "agent"):
            name = child.lower_
            inner = self.kids(child, "prep")
            target = child
            for deeper in inner:  # "according to X", "out of X", "from across X"
                if not self.kids(child, "pobj"):
                    name, target = _MULTIWORD.get((name, deeper.lower_), deeper.lower_), deeper
            if child.dep_ == "agent" and self.passive(token):
                continue
            mine.setdefault(name, []).extend(self._args(self.kids(target, "pobj"), prefix + name))
            if name == "as":
                mine[name].extend(Argument(c.i, "as") for c in self.kids(target, "amod", "acomp"))
            mine[name].extend(Argument(c.i, f"{prefix}{name}, gerund") for c in self.kids(target, "pcomp"))
        for name, found in mine.items():
            if not (missing_only and name in args) and found:
                args.setdefault(name, []).extend(found)

    def within(self, found: Iterable[Argument]) -> list[Argument]:
        """The objects of infinitives or gerunds, or else what stands after their prepositions: on whom the act would fall."""
        for argument in found:
            inner = self.verb(self.doc[argument.head])
            for name in ("object", "to", "with", "against", "on", "at", "from", "for"):
                if inner.get(name):
                    return [Argument(a.head, f"{a.path} of {self.doc[argument.head].lemma_}") for a in inner[name]]
        return []

    def clause_subject(self, found: Iterable[Argument]) -> list[Argument]:
        """The subjects of clauses: who is said to do, or told to."""
        return [
            Argument(a.head, f"{a.path} of the clause")
            for f in found
            for a in self.verb(self.doc[f.head]).get("subject", ())
        ]

    def surface_subject(self, token: Token, depth: int = 0) -> list[Argument]:
        """Whoever a clause is about on the surface: its subject, be it agent or patient."""
        own = self._args(self.kids(token, "nsubj", "nsubjpass"), "subject")
        if own or depth > 6:
            return own
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "ADV") and not self.kids(token, "cop"):
            owner = self._args(self.kids(token, "poss"), "possessive")
            if owner:
                return owner
            if token.head is not token and token.dep_ in (
                "acomp",
                "attr",
                "dobj",
                "oprd",
                "pobj",
                "nsubjpass",
                "xcomp",
                "conj",
            ):
                head = token.head.head if token.head.dep_ == "prep" else token.head
                return self.surface_subject(head, depth + 1)
            return []
        return self._missing_subject(token, depth + 1)

    def _missing_subject(self, token: Token, depth: int = 0) -> list[Argument]:
        """The subject of a verb that has none of its own: by control, coordination, relative or participle clause."""
        if depth > 6 or token.head is token:
            return []
        head = token.head
        match token.dep_:
            case "conj":
                return self._via(self.surface_subject(head, depth + 1), "coordinated verb")
            case "xcomp" | "ccomp" | "oprd" if head.pos_ in ("VERB", "AUX"):
                objects = [] if head.lemma_ in _PROMISE else self._args(self.kids(head, "dobj"), "object")
                if not objects and token.dep_ == "ccomp":
                    return []
                if not objects and head.lemma_ not in _PROMISE:
                    objects = [
                        a
                        for c in self.kids(head, "prep")
                        if c.lower_ in ("on", "upon")
                        for a in self._args(self.kids(c, "pobj"), "object")
                    ]
                return self._via(objects or self.surface_subject(head, depth + 1), f"control of {head.lemma_}")
            case "xcomp" | "advcl" | "ccomp":
                if token.dep_ == "ccomp" and head.pos_ not in ("ADJ", "NOUN"):
                    return []
                return self._via(self.surface_subject(head, depth + 1), f"control of {head.lemma_}")
            case "pcomp":
                outer = head.head
                objects = (
                    self._args(self.kids(outer, "dobj", "nsubjpass"), "object")
                    if head.lower_ in ("of", "from", "for", "into")
                    else []
                )
                return self._via(objects or self.surface_subject(outer, depth + 1), f"gerund after {head.lower_}")
            case "acl":
                if token.tag_ == "VBN":
                    return []
                if token.tag_ == "VBG":
                    return [Argument(head.i, "subject, participle")]
                return self._via(self.surface_subject(head, depth + 1), f"infinitive of {head.lemma_}")
            case "relcl":
                return (
                    [Argument(head.i, "subject, relative clause")] if not self.kids(token, "nsubj", "nsubjpass") else []
                )
        return []

    def _missing_patient(self, token: Token) -> list[Argument]:
        """What a passive form without a subject is about."""
        if token.dep_ in ("acl", "relcl", "amod"):
            return [Argument(token.head.i, "subject, participle")]
        if token.dep_ == "conj" and self.passive(token.head):
            return self._via(self.surface_subject(token.head), "coordinated verb")
        return self._missing_subject(token)

    @staticmethod
    def _via(arguments: list[Argument], route: str) -> list[Argument]:
        return [Argument(a.head, f"{a.path}, {route}") for a in arguments]

    # ---------------------------------------------------------------------------------------------------------- nouns

    def noun(self, token: Token) -> Arguments:
        """The arguments that a noun has of itself: possessives, compounds, adjectives, prepositions, clauses."""
        if token.i in self._nouns:
            return self._nouns[token.i]
        args: Arguments = {}
        args["possessive"] = self._args(self.kids(token, "poss"), "possessive")
        args["compound"] = [Argument(t.i, "compound") for t in self._modifiers(token, ("compound", "nmod"))]
        args["adjective"] = [Argument(t.i, "adjective") for t in self._modifiers(token, ("amod",))]
        self._prepositions(token, args, "")
        for child in self.kids(token, "acl", "ccomp"):
            if any(c.tag_ == "TO" for c in self.kids(child, "aux")):
                args.setdefault("infinitive", []).append(Argument(child.i, "infinitive"))
            elif child.dep_ == "ccomp" or (
                child.dep_ == "acl" and any(c.dep_ == "mark" for c in self.children[child.i])
            ):
                args.setdefault("clause", []).append(Argument(child.i, "clause"))
        for name in (
            "on",
            "about",
            "over",
            "of",
        ):  # "an exchange of views on the border with X": the parser hangs "with" below
            for inner in list(args.get(name, ())):
                below = self.doc[inner.head]
                for child in self.kids(below, "prep"):
                    if child.lower_ in ("with", "between") and child.lower_ not in args:
                        args[child.lower_] = self._args(
                            self.kids(child, "pobj"), f"{child.lower_} below {below.lemma_}"
                        )
        self._nouns[token.i] = args = {name: found for name, found in args.items() if found}
        return args

    def _modifiers(self, token: Token, deps: tuple[str, ...]) -> list[Token]:
        found = []
        for child in self.kids(token, *deps):
            found += self._modifiers(child, deps)
            found += [t for t in self.conjuncts(child) if t.i < token.i] if child.i < token.i else []
        return sorted(set(found), key=lambda t: t.i)

    def governors(self, token: Token) -> Iterator[Governor]:
        """The verbs that carry a noun as subject, object or after a preposition, nearest first."""
        at = token
        while at.dep_ == "conj" and at.head.pos_ in ("NOUN", "PROPN"):
            at = at.head
        head = at.head
        if at.dep_ in ("dobj", "nsubjpass"):
            yield Governor(head.i, "object")
        elif at.dep_ in ("nsubj", "csubj"):
            yield Governor(head.i, "object" if self.passive(head) else "subject")
        elif at.dep_ == "pobj" and head.head is not head:
            outer = head.head
            if outer.pos_ in ("VERB", "AUX"):
                yield Governor(outer.i, head.lower_)
            elif outer.pos_ in ("NOUN", "PROPN") and outer.dep_ in ("dobj", "nsubjpass", "nsubj") and outer.i != at.i:
                yield Governor(outer.head.i, f"{outer.lemma_} {head.lower_}")
        for child in self.kids(at, "acl", "relcl"):
            if child.dep_ == "acl" and child.tag_ == "VBN":
                yield Governor(child.i, "object")
            elif child.dep_ == "acl" and child.tag_ == "VBG":
                yield Governor(child.i, "subject")
            elif child.dep_ == "relcl":
                subjects = self.kids(child, "nsubj", "nsubjpass")
                relative = any(c.lower_ in _RELATIVE for c in subjects)
                yield Governor(child.i, "object" if not relative or self.passive(child) else "subject")
