"""Matches frames: which frame a word tells with the arguments that it has, and what fills its roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.arguments import Argument, Arguments
from kg.extract.backoff import BackOff
from kg.extract.context import Context
from kg.extract.lexicon import EXPANDED, Frame, Support
from kg.model import RoleFiller, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["FrameReader", "Match", "Tried"]

_LIGHT_RELATION = "object"
_CORE = frozenset(
    {"subject", "object", "indirect", "clause", "infinitive", "gerund", "predicate", "adjective", "compound"}
)
"""Arguments that a word cannot do without: one that does not meet its condition refuses the frame."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A frame that was tried on a word and not taken, with the reason."""

    frame: str
    token: int
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """A frame matched on a word.

    ``support`` is the verb that carries a noun, ``relation`` what the noun is to it, ``effect`` what that verb says of its status. ``related`` are roles that
    another event fills (by the token that heads it), ``documents`` roles that a document fills (class, title, span),
    ``contents`` the head tokens of what is said, ``concerns`` chains that it is about,
    ``document_heads`` the head tokens of ``documents``,
    ``swallowed`` the nouns that the frame itself asks for ("halted the strikes"), which tell nothing of their own;
    ``similarity`` is the cosine of an unknown verb with the frame's verb.
    """

    frame: Frame
    token: int
    words: tuple[int, ...]
    fillers: tuple[RoleFiller, ...]
    support: int | None = None
    relation: str | None = None
    effect: str | None = None
    related: tuple[tuple[str, int], ...] = ()
    documents: tuple[tuple[str, str, Span], ...] = ()
    contents: tuple[int, ...] = ()
    concerns: tuple[int, ...] = ()
    document_heads: tuple[int, ...] = ()
    swallowed: tuple[int, ...] = ()
    similarity: float | None = None

    def rank(self) -> tuple[int, int, int, int, str]:
        """What decides between frames on one word: declared preference, words, conditions met, roles filled, name."""
        prefer, conditions, _ = self.frame.specificity()
        return (
            prefer,
            len(self.words),
            conditions,
            len({f.role for f in self.fillers}) + len(self.related) + len(self.documents),
            self.frame.id,
        )


class FrameReader:
    """Tries the frames of the lexicon on the words of one article."""

    def __init__(self, context: Context, back_off: BackOff | None = None) -> None:
        self.back_off = back_off
        self.context, self.lexicon, self.grammar = context, context.lexicon, context.grammar
        self.ontology = context.lexicon.ontology
        self.tried: list[Tried] = []

    def read(self, token: Token) -> Match | None:
        """The best frame for a word, or None; what was tried in vain is in ``tried``."""
        best: Match | None = None
        for frame, words in self._candidates(token):
            match = self._match(frame, token, words)
            if match is not None and (best is None or match.rank() > best.rank()):
                if best is not None:
                    self.tried.append(Tried(best.frame.id, token.i, f"{frame.id} is preferred"))
                best = match
            elif match is not None and best is not None:
                self.tried.append(Tried(frame.id, token.i, f"{best.frame.id} is preferred"))
        if best is None and self.back_off is not None and token.pos_ == "VERB":
            best = self._by_neighbour(token)
        return best

    def _by_neighbour(self, token: Token) -> Match | None:
        """For an unknown verb between parties: the frame of its nearest neighbour that its arguments fit."""
        args = self.grammar.verb(token)
        if not any("party" in self.context.kinds(a) for a in args.get("subject", ())):
            return None
        others = [a for n in ("object", "with", "to", "against", "on", "at") for a in args.get(n, ())]
        if not any(self.context.kinds(a) & {"party", "owned", "place"} for a in others):
            return None
        for frame, cosine in self.back_off.frames(token) if self.back_off else ():
            match = self._match(frame, token, (token.i,))
            if match is not None and len({f.role for f in match.fillers}) > 1:
                return replace(match, similarity=cosine)
        return None

    # ------------------------------------------------------------------------------------------------------- candidates

    def _candidates(self, token: Token) -> Iterator[tuple[Frame, tuple[int, ...]]]:
        lemma = token.lemma_.lower()
        if token.tag_.startswith("VB"):
            for words, frame in self.lexicon.by_head.get(("verb", lemma), ()):
                if (found := self._verb_words(token, words)) is not None:
                    yield frame, found
        elif token.pos_ in ("NOUN", "PROPN"):
            if token.dep_ in ("compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN"):
                return
            for words, frame in self.lexicon.by_head.get(
                ("noun", lemma), self.lexicon.by_head.get(("noun", token.lower_), ())
            ):
                if (found := self._noun_words(token, words)) is not None:
                    yield frame, found
        if token.pos_ in ("ADJ", "VERB", "ADV") and token.dep_ in (
            "acomp",
            "attr",
            "oprd",
            "conj",
            "ROOT",
            "ccomp",
            "advcl",
            "amod",
            "prep",
            "relcl",
            "acl",
            "xcomp",
        ):
            for words, frame in self.lexicon.by_head.get(("adjective", token.lower_), ()):
                if token.dep_ != "amod" and (found := self._verb_words(token, words)) is not None:
                    yield frame, found

    def _verb_words(self, token: Token, words: tuple[str, ...]) -> tuple[int, ...] | None:
        """The tokens of a verb of several words ("call off", "take part in"), or None where they are not there."""
        found, pool = [token.i], list(self.grammar.children[token.i])
        pool += [
            g
            for c in pool
            if c.dep_
            in ("dobj", "prep", "acomp", "advmod", "prt", "xcomp", "attr", "pobj", "agent", "nsubjpass", "dative")
            for g in self.grammar.children[c.i]
        ]
        pool += [
            h
            for g in pool
            if g.dep_ == "pobj"
            for h in self.grammar.children[g.i]
            if h.dep_ in ("prep", "amod", "compound", "det")
        ]
        for word in words[1:]:
            hit = next(
                (
                    c
                    for c in pool
                    if (c.lower_ == word or c.lemma_.lower() == word)
                    and c.i not in found
                    and c.dep_ not in ("nsubj", "aux", "mark")
                ),
                None,
            )
            if hit is None:
                return None
            found.append(hit.i)
        return tuple(sorted(found))

    def _noun_words(self, token: Token, words: tuple[str, ...]) -> tuple[int, ...] | None:
        found = [token.i]
        at = token.i - 1
        for word in reversed(words[:-1]):
            if at >= 0 and self.context.doc[at].text in ("-", "–"):
                at -= 1
            if at < 0 or word not in (self.context.doc[at].lower_, self.context.doc[at].lemma_.lower()):
                return None
            found.append(at)
            at -= 1
        return tuple(sorted(found))

    # --------------------------------------------------------------------------------------------------------- matching

    def _match(self, frame: Frame, token: Token, words: tuple[int, ...]) -> Match | None:
        if frame.pos == "noun":
            matches = [
                m
                for args, *carried in self._noun_arguments(frame, token, words)
                if (m := self._fill(frame, token, words, args, *carried)) is not None
            ]
            return max(matches, key=lambda m: (len(m.fillers), m.support is not None), default=None)
        args = self.grammar.verb(token) if frame.pos == "verb" else self._adjective_arguments(token)
        for part in words:  # "took the side of X": what hangs on the noun belongs to the whole
            if part != token.i and self.context.doc[part].pos_ == "NOUN":
                args = {**self.grammar.noun(self.context.doc[part]), **args}
        if any(a in ("within", "clause subject") for a in frame.args):
            inner = {
                "within": self.grammar.within([*args.get("infinitive", ()), *args.get("gerund", ())]),
                "clause subject": self.grammar.clause_subject(args.get("clause", ())),
            }
            args = {**args, **{k: v for k, v in inner.items() if v}}
        if (
            frame.pos == "verb"
            and "content" in frame.args.values()
            and "clause" not in args
            and (quoted := self._quoted(token)) is not None
        ):
            args = {**args, "clause": [quoted]}
        return self._fill(frame, token, words, args, None, None, None)

    def _quoted(self, token: Token) -> Argument | None:
        """The words quoted beside a verb of saying, as its clause, where the parser does not hang them on it."""
        for quote in self.context.annotated.quotes:
            if quote.verb == token.i and quote.last - quote.first > 2:
                return Argument(self.context.doc[quote.first : quote.last].root.i, "quoted words")
        return None

    def _adjective_arguments(self, token: Token) -> Arguments:
        args = dict(self.grammar.verb(token))
        subject = self.grammar.surface_subject(token)
        if not subject and token.head.pos_ in ("AUX", "VERB"):
            subject = self.grammar.surface_subject(token.head)
        if subject:
            args["subject"] = subject
        return args

    def _noun_arguments(
        self, frame: Frame, token: Token, words: Iterable[int]
    ) -> Iterator[tuple[Arguments, int | None, str | None, str | None]]:
        """A noun's arguments: its own, with those that a support verb lends it."""
        parts = set(words)
        while token.head.i in parts and token.head.i != token.i:
            token = token.head  # "exchange of views": what carries it hangs on its first word
        own = self.grammar.noun(token)
        yield own, None, None, None
        for governor in self.grammar.governors(token):
            verb = self.context.doc[governor.verb]
            support = self._support(frame, token, verb, governor.relation)
            if support is None:
                continue
            lent = self.grammar.verb(verb)
            args = dict(own)
            mapping = support.args or ({"subject": "subject"} if governor.relation == _LIGHT_RELATION else {})
            for mine, theirs in mapping.items():
                if theirs in lent and not any(a.head == token.i for a in lent[theirs]):
                    args[mine] = [Argument(a.head, f"{a.path} of {verb.lemma_}") for a in lent[theirs]]
            for name, found in lent.items():
                if (
                    name
                    not in (
                        "subject",
                        "object",
                        "indirect",
                        "clause",
                        "infinitive",
                        "gerund",
                        "predicate",
                        governor.relation,
                        *mapping.values(),
                    )
                    and name not in args
                ):
                    args[name] = [Argument(a.head, f"{a.path} of {verb.lemma_}") for a in found if a.head != token.i]
            yield args, verb.i, governor.relation, support.effect

    def _support(self, frame: Frame, token: Token, verb: Token, relation: str) -> Support | None:
        if relation == _LIGHT_RELATION and frame.light:  # a frame that names its own verbs takes no others
            return Support(verb.lemma_, relation, {}) if verb.lemma_ in frame.light else None
        for support in [*self.lexicon.supports.get(verb.lemma_.lower(), ()), *self.lexicon.supports.get("*", ())]:
            if support.noun != relation or (
                support.nouns
                and token.lemma_.lower() not in support.nouns
                and not any(token.lemma_.lower() in self.lexicon.classes.get(n[1:], ()) for n in support.nouns)
            ):
                continue
            words = tuple(support.lemma.split())
            if len(words) == 1 or self._verb_words(verb, words) is not None:
                return support
        return None

    def _fill(
        self,
        frame: Frame,
        token: Token,
        words: tuple[int, ...],
        args: Arguments,
        support: int | None,
        relation: str | None,
        effect: str | None,
    ) -> Match | None:
        roles = self.ontology.roles(frame.event)
        fillers: list[RoleFiller] = []
        related: list[tuple[str, int]] = []
        documents: list[tuple[str, str, Span]] = []
        contents: list[int] = []
        concerns: list[int] = []
        for need in frame.need:
            options = [n for o in need.split("|") for n in EXPANDED.get(o, (o,))]
            if not any(self._usable(args.get(n, ()), words) for n in options):
                self.tried.append(Tried(frame.id, token.i, f"no {need.replace('|', ' or ')}"))
                return None
        for lack in frame.lacks:
            if self._usable(args.get(lack, ()), words):
                self.tried.append(Tried(frame.id, token.i, f"there is {lack}"))
                return None
        needed = {option for need in frame.need for option in need.split("|")}
        for argument, conditions in frame.where.items():
            worded = all(c.lstrip("!")[0] in "@=" for c in conditions)
            barred = (
                tuple(c for c in conditions if c.startswith(("!@", "!=")))
                if argument in ("adjective", "compound")
                else ()
            )
            if (
                barred
                and (wrong := next((a for a in args.get(argument, ()) if not self.context.fits(a, barred)), None))
                is not None
            ):
                self.tried.append(Tried(frame.id, token.i, f"{argument} is “{self.context.doc[wrong.head].text}”"))
                return None
            if argument in EXPANDED or (argument in ("adjective", "compound") and not worded):
                continue  # a modifier that does not meet a condition of kind fills no role, and refuses nothing
            if argument not in _CORE and argument not in needed and not any(c.startswith("!") for c in conditions):
                continue  # nor does what stands after a preposition that the frame can do without
            for name in (argument,):
                found = self._usable(args.get(name, ()), words)
                if found and not any(self.context.fits(a, conditions) for a in found):
                    self.tried.append(
                        Tried(
                            frame.id,
                            token.i,
                            f"{name} “{self.context.doc[found[0].head].text}” is not {' or '.join(conditions)}",
                        )
                    )
                    return None
        heads: list[int] = []
        swallowed = tuple(
            a.head
            for name, conditions in frame.where.items()
            if frame.pos != "noun" and any(c[0] in "@=" for c in conditions)
            for a in self._usable(args.get(name, ()), words)
            if self.context.fits(a, conditions)
        )
        seen: set[tuple[str, int]] = set()
        deed = not self.ontology.is_a(frame.event, "CommunicativeAct")
        for argument, role in frame.args.items():
            for name in EXPANDED.get(argument, (argument,)):
                conditions = frame.where.get(argument, frame.where.get(name, ()))
                for item in self._usable(args.get(name, ()), words):
                    if conditions and not self.context.fits(item, conditions):
                        continue
                    if role == "content":
                        contents.append(item.head)
                    elif role == "concerns":
                        concerns += [f.chain for f in self.context.fillers(item, "Agent")] or [
                            f.chain for f in self.context.fillers(item, "Place")
                        ]
                    elif self.ontology.is_a(roles[role], "Event"):
                        related.append((role, item.head))
                    elif self.ontology.is_a(roles[role], "Document"):
                        if (document := self._document(item.head)) is not None:
                            documents.append(document)
                            heads.append(item.head)
                    elif roles[role] in ("Agent", "Place"):
                        for filler in self.context.fillers(item, roles[role], deed):
                            if (role, filler.chain) not in seen:
                                seen.add((role, filler.chain))
                                fillers.append(
                                    RoleFiller(role, filler.chain, filler.mention, filler.path, filler.found_by)
                                )
                            if filler.path.endswith("state of the place"):  # "bombed Aleppo": whom, and where
                                fillers.append(RoleFiller("atPlace", filler.chain, filler.mention, item.path))
        happening = (
            support is not None
            and self.ontology.symmetric(frame.event)
            and any(self.context.kinds(a) & {"place", "state"} for n in ("in", "at") for a in args.get(n, ()))
        )  # "negotiations will take place in Geneva": no party is named, but there is a happening
        if not fillers and not documents and not happening:
            self.tried.append(Tried(frame.id, token.i, "no party among its arguments"))
            return None
        fillers = self._with_recipient(frame, _unmixed(self._without_own(fillers)), args, words, deed)
        return Match(
            frame,
            token.i,
            words,
            tuple(fillers),
            support,
            relation,
            effect,
            tuple(related),
            tuple(documents),
            tuple(contents),
            tuple(concerns),
            tuple(heads),
            swallowed,
        )

    def _without_own(self, fillers: list[RoleFiller]) -> list[RoleFiller]:
        """Fillers without the initiator's own forces among the recipients ("withdrew its troops")."""
        starters = {f.chain for f in fillers if self.ontology.side(f.role) == "initiator"}
        out = []
        for filler in fillers:
            if (
                self.ontology.side(filler.role) == "recipient"
                and filler.mention is not None
                and filler.mention.kind in ("nominal", "group")
            ):
                owners = [
                    self.context.at(o.i) for o in self.grammar.kids(self.context.doc[filler.mention.head], "poss")
                ]
                if any(o is not None and o[1] in starters for o in owners):
                    continue
            out.append(filler)
        return out

    def _with_recipient(
        self, frame: Frame, fillers: list[RoleFiller], args: Arguments, words: tuple[int, ...], deed: bool
    ) -> list[RoleFiller]:
        """Fillers with a recipient, where the frame's own arguments give none.

        Of words: on whom the promised or asked act would fall ("ready to send aid to X"), or, where several agree, each
        other. Of deeds: the party behind what the act is done to, or the state in which it is done.
        """
        if self.ontology.symmetric(frame.event) or any(self.ontology.side(f.role) == "recipient" for f in fillers):
            return fillers
        starters = [f for f in fillers if self.ontology.side(f.role) == "initiator"]
        role = self.lexicon.recipient_role(frame.event)
        if not starters or role is None or frame.event in ("Statement", "Announcement"):
            return fillers
        taken = {f.chain for f in fillers}
        home = {self.context.chains[f.chain].state for f in starters}
        inner = self.grammar.within([*args.get("infinitive", ()), *args.get("gerund", ())])
        below = [
            a
            for i in [*args.get("infinitive", ()), *args.get("gerund", ())]
            for n in ("to", "with", "from", "against", "for", "on", "in")
            for a in self.grammar.verb(self.context.doc[i.head]).get(n, ())
        ]
        direct = [
            a
            for n in ("to", "against", "with", "from", "for", "on", "object", *(("in", "at") if deed else ()))
            for a in args.get(n, ())
        ]
        means = {a.head for a in args.get("object", ())}
        for item in self._usable([*inner, *below, *direct], words):
            at = self.context.at(item.head)
            if (
                item.head in means
                and at is not None
                and at[0].kind in ("nominal", "group")
                and self.context.chains[at[1]].state in (None, *home)
            ):
                continue  # "mobilised the army": its own
            found = [
                f
                for f in self.context.fillers(item, "Agent", deed=True)
                if f.chain not in taken
                and not (f.path.endswith("state of the place") and self.context.chains[f.chain].state in home)
            ]
            if found:
                return [*fillers, *(RoleFiller(role, f.chain, f.mention, f.path, "default") for f in found)]
        if frame.event == "Commitment" and len(starters) > 1:
            return [*fillers, *(RoleFiller(role, f.chain, f.mention, "each other", "default") for f in starters)]
        return fillers

    def _usable(self, found: list[Argument] | tuple[()], words: tuple[int, ...]) -> list[Argument]:
        return [a for a in found if a.head not in words]

    def _document(self, head: int) -> tuple[str, str, Span] | None:
        """A noun phrase that names a document: class, title, span."""
        token = self.context.doc[head]
        lemma = token.lemma_.lower()
        words = [f"{c.lower_} {lemma}" for c in self.grammar.kids(token, "amod", "compound", "nmod")] + [lemma]
        kind = next((self.lexicon.documents[w] for w in words if w in self.lexicon.documents), None)
        if kind is None:
            return None
        tokens = sorted(
            t.i
            for t in token.subtree
            if t.dep_ not in ("relcl", "appos")
            and not any(
                a.dep_ in ("relcl", "acl", "appos") and a.i > head and token.is_ancestor(a) for a in (t, *t.ancestors)
            )
        )
        first, last = tokens[0], head + 1
        for i in tokens:
            if i >= last and i - last <= 1:
                last = i + 1
        while self.context.doc[first].dep_ in ("det", "cc", "punct") or self.context.doc[first].lower_ in (
            "the",
            "a",
            "an",
        ):
            first += 1
        while self.context.doc[last - 1].is_punct:
            last -= 1
        span = self.context.document.span(first, max(last, first + 1))
        return kind, " ".join(span.text.split()), span


def _unmixed(fillers: list[RoleFiller]) -> list[RoleFiller]:
    """Fillers without those of a chain that fills two roles of one event: the one found first by the frame stays."""
    taken: dict[int, str] = {}
    out = []
    for filler in fillers:
        if filler.role in ("atPlace", "destination"):
            out.append(filler)
        elif taken.setdefault(filler.chain, filler.role) == filler.role:
            out.append(filler)
    return out
