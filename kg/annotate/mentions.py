"""Finds mentions: names (gazetteer over named entity recognition) with their titles, words for parties, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.annotate.nominals import Nominals, load_nominals
from kg.gazetteer import Gazetteer, Match
from kg.model import Document, Title

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Found", "find_mentions"]

_NER = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Place", "EVENT": "EventSeries", "LAW": "Treaty", "NORP": "AgentGroup"}
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "we"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
    **dict.fromkeys(("both",), "both"),
}
_FACING = frozenset({"with", "between", "against", "by", "among"})
_ROLE_REACH = 13
"""Tokens that a role with its office may take before the name ("Minister for Foreign Affairs of the Republic of X, Dr Y")."""
_REALM = frozenset({"the", "of", "republic", "kingdom", "federal", "islamic", "democratic", "people", "people's", "socialist", "state", "'s", "’s", "hashemite", "arab", "federation", "united", "commonwealth"})
"""Words of a state's full name before its short name, where the gazetteer knows the short name alone."""
_LEFT_WORDS = frozenset({"former", "ex", "deputy", "acting", "interim", "vice", "assistant", "chief", "top", "senior", "then", "outgoing", "incoming", "newly", "elected", "late", "veteran", "caretaker", "first", "second", "special", "visiting", "permanent"})


@dataclass(frozen=True, slots=True)
class Found:
    """A mention before coreference.

    Token ranges are half-open. ``first`` to ``last`` is the whole phrase ("Chinese President Xi Jinping"), ``inner`` the
    range of the name alone. ``keys`` are gazetteer keys that bear the name; ``state`` an ISO code that the phrase gives;
    ``lemma`` the phrase of a nominal; ``pronoun`` the form of a pronoun; ``plural`` its number; ``acting`` is true where a
    place stands where a party stands, ``also`` the keys of the states and bodies that it may then stand for; ``owner`` the token of a
    possessor ("his counterparts").
    """

    first: int
    last: int
    head: int
    type: str
    kind: str
    name: str
    inner: tuple[int, int]
    keys: tuple[str, ...] = ()
    titles: tuple[Title, ...] = ()
    state: str | None = None
    body: str | None = None
    lemma: str = ""
    pronoun: str = ""
    plural: bool = False
    definite: bool = False
    gender: str | None = None
    acting: bool = False
    owner: int | None = None
    also: tuple[str, ...] = ()


def find_mentions(document: Document, gazetteer: Gazetteer) -> list[Found]:
    """All mentions of an article, in text order; none overlaps another of its kind but by nesting.

    Args:
        document: A parsed article.
        gazetteer: Names, aliases, demonyms.
    """
    doc, nominals = document.parse, load_nominals()
    words = [t.text for t in doc]
    matches = gazetteer.find(words, on=document.article.published)
    names = _names(doc, matches, gazetteer, nominals)
    covered = {i for n in names for i in range(*n.inner)}
    demonyms = {i: m.entries[0].iso3 or "" for m in matches if m.kind == "demonym" and m.entries for i in range(m.first, m.last) if i not in covered}
    named_states = {n.inner[1] - 1: n.state for n in names if n.state and n.type in ("State", "PartiallyRecognizedState")}
    states = {**demonyms, **{i: s for i, s in named_states.items() if s}}
    names = [_with_title(doc, n, names, states, gazetteer, nominals) for n in names]
    covered = {i for n in names for i in range(n.first, n.last)}
    adjectives = [
        Found(m.first, m.last, doc[m.first : m.last].root.i, m.entries[0].type, "demonym", m.name, (m.first, m.last), tuple(e.key for e in m.entries), state=m.entries[0].iso3)
        for m in matches
        if m.kind == "demonym" and m.entries and m.first in demonyms and not any(n.inner[0] <= m.first < n.inner[1] for n in names)
    ]
    names += _short_forms(doc, covered, names)
    names = [_with_role_before(doc, n, names, states, covered, nominals) for n in names]
    found = names + adjectives + list(_nominals(doc, covered, states, names, gazetteer, nominals)) + list(_pronouns(doc, covered))
    return sorted(found, key=lambda f: (f.first, -f.last))


# ----------------------------------------------------------------------------------------------------------------- names


def _names(doc: Doc, matches: Sequence[Match], gazetteer: Gazetteer, nominals: Nominals) -> list[Found]:
    spans: list[tuple[int, int, int, str, Match | None]] = []  # first, last, priority, type, match
    for match in matches:
        if match.kind == "name" and match.entries[0].type not in ("Person", "State", "Place") and _in_office(doc, match.first, match.last, gazetteer):
            continue
        if match.kind in ("demonym", "shield") and not match.entries:
            spans.append((match.first, match.last, 2, "", match))
        elif match.kind == "shield":
            spans.append((match.first, match.last, 3, match.entries[0].type, match))
        elif match.kind != "demonym":
            spans.append((match.first, match.last, 2, match.entries[0].type, match))
        elif match.entries and doc[match.first].tag_ in ("NNPS", "NNS") and doc[match.last - 1].dep_ not in ("amod", "compound"):
            spans.append((match.first, match.last, 2, "AgentGroup", match))
    for ent in doc.ents:
        kind = _NER.get(ent.label_)
        if kind is None:
            continue
        first, last = _trimmed(doc, ent.start, ent.end, ent.label_, nominals)
        if _in_office(doc, first, last, gazetteer):
            continue
        if kind == "Place" and any(first <= m.first and m.last <= last and m.last - m.first < last - first and m.entries and m.entries[0].is_state for m in matches if m.kind == "name"):
            continue  # "Republic of Turkey Recep Tayyip Erdoğan": the gazetteer knows where the state's name ends
        if first < last and any(t.pos_ == "PROPN" or t.is_title for t in doc[first:last]):
            spans.append((first, last, 1, kind, None))
    spans.sort(key=lambda s: (s[1] - s[0], s[2]), reverse=True)
    taken: set[int] = set()
    found = []
    for first, last, _, kind, match in spans:
        cells = range(first, last)
        if not taken.isdisjoint(cells):
            continue
        if match is None and (kind == "AgentGroup" or (kind == "Place" and doc[last - 1].dep_ == "amod")):
            if all(m.first > first or m.last < last for m in matches if m.kind == "demonym"):
                found.append(_name(doc, first, last, "AgentGroup" if kind == "AgentGroup" else kind, None, gazetteer, nominals)) if kind != "AgentGroup" or doc[last - 1].dep_ not in ("amod", "compound") else None
                taken.update(cells)
            continue
        taken.update(cells)
        if kind:
            found.append(_name(doc, first, last, kind, match, gazetteer, nominals))
    return found


def _short_forms(doc: Doc, covered: set[int], names: list[Found]) -> list[Found]:
    """A capitalised word of a body's name that stands alone after it ("the Observatory")."""
    words = {w: n.inner[0] for n in reversed(names) if n.type not in ("Person", "State", "Place", "EventSeries", "Treaty") and " " in n.name for w in n.name.split() if len(w) > 4 and w[0].isupper()}
    return [
        Found(t.i, t.i + 1, t.i, "Organization", "name", t.text, (t.i, t.i + 1))
        for t in doc
        if t.pos_ in ("NOUN", "PROPN") and t.text[0].isupper() and t.i not in covered and words.get(t.text, t.i) < t.i and t.dep_ not in ("compound", "nmod", "amod") and any(c.lower_ == "the" for c in t.children)
    ]


def _in_office(doc: Doc, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a name is only the end of an office's name ("Secretary of State", "Minister for Foreign Affairs")."""
    if first < 2 or doc[first - 1].lower_ not in ("of", "for") or first >= last:
        return False
    phrase = " ".join(t.lower_ for t in doc[first - 2 : last])
    return gazetteer.office_kind(phrase) is not None


def _trimmed(doc: Doc, first: int, last: int, label: str, nominals: Nominals) -> tuple[int, int]:
    """A named entity without the article before it, the possessive after it, and, of a person, the titles."""
    while first < last and (doc[first].dep_ == "det" or doc[first].is_punct or doc[first].text in ("the", "The", "'s", "’s")):
        first += 1
    while first < last and (doc[last - 1].text in ("'s", "’s", "’", "'") or (doc[last - 1].is_punct and doc[last - 1].text not in (")", "."))):
        last -= 1
    if label == "PERSON":
        while last - first > 1 and (doc[first].text in nominals.honorifics or nominals.types.get(doc[first].lower_) == "Person" or doc[first].tag_ == "JJ"):
            first += 1
        for i in range(first, last):  # "Kerry: …", "Putin-Xi": a name has no such mark inside
            if doc[i].text in (":", "–", "—", "/", "(", ","):
                return first, i
    return first, last


def _name(doc: Doc, first: int, last: int, kind: str, match: Match | None, gazetteer: Gazetteer, nominals: Nominals) -> Found:
    head = doc[first:last].root
    words = [t.text for t in doc[first:last]]
    text = _text(words, doc, first, last)
    entries = match.entries if match else gazetteer.named(text)
    if kind != "Person" and first and re.fullmatch(r"\d+(?:st|nd|rd|th)", doc[first - 1].text) and doc[first - 1].head.i < last:
        first, words = first - 1, [doc[first - 1].text, *words]  # "66th Division"
        text = _text(words, doc, first, last)
    if words[0] in ("the", "The") and len(words) > 1:
        first, words = first + 1, words[1:]
        text = _text(words, doc, first, last)
    if match is None:
        if kind == "Person" and len(words) == 1:
            entries = entries or gazetteer.surname(text, None)
        entries = tuple(e for e in entries if _compatible(kind, e.type))
    keys = tuple(e.key for e in entries)
    if match is not None and match.kind == "demonym" and kind == "AgentGroup":  # "Greeks marched": people, not the state
        return Found(first, last, head.i, "AgentGroup", "name", text, (first, last), state=entries[0].iso3, plural=True)
    if entries:
        kinds = {e.type for e in entries}
        kind = entries[0].type if len(kinds) == 1 or match else kind
    elif kind == "Organization":
        kind = nominals.kind_of_name(words) or kind
    elif kind in ("Place", "EventSeries", "Treaty") and match is None:
        kind = nominals.kind_of_name(words) or kind
    state = entries[0].iso3 if entries and len({e.iso3 for e in entries}) == 1 else None
    if state is None and kind in ("Organization", "GovernmentBody", "PoliticalParty", "DiplomaticMission", "AgentGroup"):
        state = next((e.iso3 for w in words if (e := gazetteer.demonym(w) or next(iter(x for x in gazetteer.named(w) if x.type == "State"), None))), None)
    acting = kind == "Place" and _acts(head)
    gender = entries[0].gender if entries and len({e.gender for e in entries}) == 1 else None
    also = tuple(e.key for e in match.also if e.type not in ("Person", "Place")) if match else ()
    if match and match.kind == "metonym":
        acting, also = True, keys
    return Found(first, last, head.i, kind, "name", text, (first, last), keys, state=state, plural=kind == "AgentGroup", gender=gender, acting=acting, also=also)


def _compatible(kind: str, entry_type: str) -> bool:
    if kind == "Person":
        return entry_type == "Person"
    if kind == "Place":
        return entry_type in ("Place", "State", "PartiallyRecognizedState")
    return entry_type != "Person"


def _text(words: Iterable[str], doc: Doc, first: int, last: int) -> str:
    return "".join(t.text + (" " if t.whitespace_ and t.i < last - 1 else "") for t in doc[first:last])


def _acts(head: Token) -> bool:
    """Whether a place stands where a party stands: subject of a verb, "with X", "between X and Y", possessor of an act."""
    while head.dep_ == "conj" and head.head.pos_ == "PROPN":
        head = head.head
    if head.dep_ == "nsubj":
        return head.head.pos_ == "VERB" and head.head.tag_ != "VBG"
    if head.dep_ in ("dobj", "dative", "nsubjpass"):
        return False
    if head.dep_ == "pobj":
        return head.head.lower_ in _FACING
    return False


# ---------------------------------------------------------------------------------------------------------------- titles


def _with_title(doc: Doc, name: Found, names: list[Found], states: dict[int, str], gazetteer: Gazetteer, nominals: Nominals) -> Found:
    """A person's name with the title before it ("Russian Foreign Minister …") and the one in apposition after it."""
    if name.type != "Person":
        return name
    first, words, state, body = name.inner[0], [], None, None
    inside = {i: n for n in names if n is not name and n.type not in ("Person", "Place") or n.type == "Place" and n.state for i in range(*n.inner)}
    start = first
    i = first - 1
    while i >= 0:
        token = doc[i]
        if token.is_sent_start and i < first - 1 and doc[i + 1].is_sent_start:
            break
        if i in states and i not in inside:
            state = states[i]
        elif i in inside and inside[i].type != "EventSeries":
            other = inside[i]
            if other.type in ("State", "Place", "PartiallyRecognizedState"):
                state = other.state or state
            else:
                body, state = other.name, other.state or state
                if any(nominals.types.get(w.lower()) == "Person" for w in other.name.split()):
                    words.insert(0, token.text)
            i = other.inner[0]
            start = i
            i -= 1
            if doc[start].is_sent_start:
                break
            continue
        elif state and not words and token.lower_ in _REALM:  # "President of the Republic of X Name"
            pass
        elif token.text in nominals.honorifics or token.text.title() in nominals.honorifics or token.lower_ in _LEFT_WORDS or token.lower_ in nominals.types or (token.pos_ in ("NOUN", "PROPN", "ADJ") and token.ent_type_ not in ("PERSON", "DATE", "TIME") and _precedes_title(doc, i, first, nominals)):
            words.insert(0, token.text)
        elif i >= 2 and doc[i - 1].lower_ in ("of", "for") and nominals.types.get(doc[i - 2].lower_) == "Person" and token.pos_ in ("NOUN", "PROPN"):
            words.insert(0, token.text)  # "Secretary of State", "Minister for Trade"
        elif token.text in ("-", "'s", "’s", "of", "for", "and", "the", "&") and words and _joins(doc, i, states, inside, nominals):
            words.insert(0, token.text)
        else:
            break
        start = i
        if token.is_sent_start:
            break
        i -= 1
    while start < first and (doc[start].lower_ in ("the", "of", "for", "and", "-", "'s", "’s", "&", "a") or doc[start].is_punct):
        start += 1
    words = [w for w in words if w not in ("-", "'s", "’s", "the")]
    while words and words[0] in ("of", "for", "and", "&"):
        words.pop(0)
    titles = []
    gender = name.gender
    words = [w.title() if w.isupper() and w.title() in nominals.honorifics else w for w in words]  # "MR."
    roles = [w for w in words if w in nominals.honorifics or nominals.types.get(w.lower()) == "Person"]
    if roles:
        if any(nominals.types.get(w.lower()) == "Person" or w not in nominals.honorifics for w in roles):
            titles.append(Title(" ".join(words), state, body, former=any(w.lower() in ("former", "ex", "late") for w in words)))
        gender = gender or ("female" if set(roles) & nominals.female else "male" if set(roles) & nominals.male else None)
    else:
        start = first
        if state and first - 1 in states:  # "China's Xi Jinping", "Turkish leader" without a role word
            titles.append(Title("", state))
    titles += _appositions(doc, name, names, states, nominals)
    head = doc[start : name.last].root.i
    return replace(name, first=start, head=head, titles=tuple(titles), gender=gender, state=name.state)


def _with_role_before(doc: Doc, name: Found, names: list[Found], states: dict[int, str], covered: set[int], nominals: Nominals) -> Found:
    """A person's name with the role phrase that runs up to it, where the parser hangs the name on the role's noun."""
    if name.type != "Person":
        return name
    for at in range(name.first - 1, max(name.first - _ROLE_REACH, -1), -1):
        role = doc[at]
        if role.is_sent_end or role.pos_ in ("VERB", "AUX"):
            return name
        if at not in covered and nominals.types.get(role.lower_) == "Person" and role.tag_ not in ("NNS", "NNPS") and _name_follows(doc, role, [name]):
            first = _contiguous(doc, role.left_edge.i, role.i)
            while first < role.i and doc[first].dep_ == "det":
                first += 1
            titles = name.titles if any(t.text for t in name.titles) else (*name.titles, _title_of(doc, role, names, states))
            return replace(name, first=first, head=doc[first : name.last].root.i, titles=titles)
    return name


def _precedes_title(doc: Doc, i: int, first: int, nominals: Nominals) -> bool:
    """Whether a word belongs to a title: a role word stands between it and the name, with nothing but nouns between."""
    seen = False
    for j in range(i + 1, first):
        token = doc[j]
        if token.lower_ in nominals.types or token.text in nominals.honorifics:
            seen = True
        elif token.pos_ not in ("NOUN", "PROPN", "ADJ", "PART", "PUNCT", "ADP", "DET", "CCONJ") or token.text in (",", ";", ":"):
            return False
    return seen


def _joins(doc: Doc, i: int, states: dict[int, str], inside: dict[int, Found], nominals: Nominals) -> bool:
    """Whether "of", "for", "and", "'s" or a hyphen inside a title has title words or a state on its left."""
    if i == 0:
        return False
    left = doc[i - 1]
    return i - 1 in states or i - 1 in inside or left.lower_ in nominals.types or (doc[i].text in ("and", "&", "-", "of", "for") and left.pos_ in ("PROPN", "NOUN") and left.ent_type_ != "PERSON" and left.i in {t.i for t in doc[i].head.subtree})


def _appositions(doc: Doc, name: Found, names: list[Found], states: dict[int, str], nominals: Nominals) -> list[Title]:
    found = []
    head = doc[name.inner[0] : name.inner[1]].root
    for child in head.children:
        if child.dep_ == "appos" and child.i > head.i and nominals.types.get(child.lemma_.lower()) == "Person":
            found.append(_title_of(doc, child, names, states))
    if head.dep_ == "appos" and nominals.types.get(head.head.lemma_.lower()) == "Person" and head.head.i < head.i:
        found.append(_title_of(doc, head.head, names, states))
    return found


def _title_of(doc: Doc, role: Token, names: list[Found], states: dict[int, str]) -> Title:
    """The title that a role noun with its modifiers gives, and the state or body that it names."""
    words = [t for t in role.subtree if t.i <= role.i and t.dep_ in ("compound", "amod", "nmod") and t.i not in states and t.head.i == role.i or t.i == role.i]
    for child in role.children:  # "Minister for Foreign Affairs of X"
        if child.lower_ in ("for", "of") and child.i == role.i + 1:
            area = [t for t in child.subtree if t.i < role.i + 8]
            stop = next((n for n, t in enumerate(area) if n and (t.i in states or t.dep_ == "prep" or t.text == ",")), len(area))
            if stop > 1 and area[1].i not in states and area[-1].i + 1 < len(doc):
                words += [t for t in area[:stop] if t.lower_ != "the"]
    state, body = None, None
    for token in role.subtree:
        if token.i > role.i + 14:
            break
        state = state or states.get(token.i)
        owner = next((n for n in names if n.inner[0] <= token.i < n.inner[1]), None)
        if owner and owner.type not in ("Person", "State", "Place") and body is None:
            body, state = owner.name, state or owner.state
    return Title(" ".join(w.text for w in words), state, body)


# -------------------------------------------------------------------------------------------------- nominals and pronouns


def _nominals(doc: Doc, covered: set[int], states: dict[int, str], names: list[Found], gazetteer: Gazetteer, nominals: Nominals) -> Iterable[Found]:
    for token in doc:
        if token.i in covered or token.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ"):
            continue
        lemma = token.lemma_.lower() if token.pos_ in ("NOUN", "PROPN") else token.lower_
        lemma = lemma if lemma in nominals.types else token.lower_.rstrip("s") if token.tag_ == "NNPS" else lemma
        phrase = lemma
        of = next((c for c in token.children if c.lower_ == "of" and c.i == token.i + 1), None)
        if of is not None and of.i + 1 < len(doc) and doc[of.i + 1].lower_ in ("state", "government") and lemma in ("head", "chief"):
            phrase = f"{lemma} of {doc[of.i + 1].lower_}"
        left = [c for c in token.children if c.dep_ in ("compound", "amod", "nmod") and c.i < token.i]
        for child in sorted(left, key=lambda c: c.i):
            longer = f"{child.lower_} {lemma}"
            if longer in nominals.types or gazetteer.office_kind(longer):
                phrase = longer
        kind = nominals.types.get(phrase) or nominals.types.get(lemma)
        if kind is None or token.dep_ in ("compound", "nmod") or (token.pos_ in ("NUM", "ADJ") and token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj")):
            continue
        plural = token.tag_ in ("NNS", "NNPS") or lemma in ("police", "people", "personnel", "troops")
        state, body, owner = None, None, None
        for child in token.subtree:
            if child.i > token.i + 8 or child.dep_ in ("relcl", "acl", "appos", "conj"):
                break
            if child.i == token.i:
                continue
            if child.head.i != token.i and child.head.dep_ not in ("prep", "compound", "amod", "nmod", "poss", "conj"):
                continue
            if child.i < token.i or (child.dep_ in ("pobj", "compound", "conj") and _within_of(child, token)):
                state = state or states.get(child.i)
                holder = next((n for n in names if n.inner[0] <= child.i < n.inner[1]), None)
                if holder and holder.type not in ("Person", "State", "Place", "EventSeries", "Treaty"):
                    body = body or holder.name
                    state = state or holder.state
                elif holder and holder.type == "Place":
                    state = state or holder.state  # "the police in Lagos"
            if child.dep_ == "poss" and child.head.i == token.i:
                owner = child.i
        if _name_follows(doc, token, names):
            continue
        first = min((t.i for t in token.subtree if t.i <= token.i and t.dep_ in ("det", "amod", "compound", "nmod", "poss", "nummod", "advmod", "quantmod", "case", "punct", "predet", "conj", "cc")), default=token.i)
        first = _contiguous(doc, first, token.i)
        last = token.i + 1
        tail = [c for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "for", "in", "from", "at") and c.i == token.i + 1]
        if tail and (kind in ("Person", "GovernmentBody") or tail[0].lower_ in ("in", "from")):
            end = max(t.i for t in tail[0].subtree)
            short = end - token.i <= (10 if tail[0].lower_ in ("of", "for") else 6)
            last = end + 1 if short and not any(t.pos_ == "VERB" for t in tail[0].subtree) and not any(t.ent_type_ in ("DATE", "TIME") for t in tail[0].subtree) else last
        indefinite = any(c.lower_ in ("a", "an", "another", "any", "some") for c in token.children if c.i < token.i)
        definite = not indefinite and any(c.lower_ in ("the", "this", "that", "these", "those", "both", "his", "her", "its", "their") for c in token.children if c.i < token.i) or (bool(state) and not indefinite)
        number = "group" if plural and kind in ("Person", "State", "AgentGroup") else "role" if kind == "Person" else "nominal"
        type_ = "AgentGroup" if plural and kind in ("Person", "State") else kind
        text = _text((), doc, first, last)
        yield Found(first, last, token.i, type_, number, text, (first, last), state=state, body=body, lemma=phrase, plural=plural, definite=definite, owner=owner)


def _name_follows(doc: Doc, noun: Token, names: list[Found]) -> bool:
    """Whether a person's name comes straight after the phrase ("the Minister for Trade, Mark Vaile"): then it is a title."""
    if noun.tag_ in ("NNS", "NNPS"):
        return False
    end = noun.i + 1
    tail = next((c for c in noun.children if c.dep_ == "prep" and c.i == end and c.lower_ in ("of", "for", "to")), None)
    if tail is not None:
        end = max((t.i for t in tail.subtree if t.dep_ != "appos" and t.ent_type_ != "PERSON" and t.i - noun.i < 12), default=tail.i) + 1
    ends = {noun.i + 1, end}
    ends |= {e + 1 for e in ends if e < len(doc) and doc[e].text == ","}
    return any(n.type == "Person" and not ends.isdisjoint((n.inner[0], n.first)) and doc[n.first].sent.start == noun.sent.start for n in names)


def _within_of(child: Token, noun: Token) -> bool:
    at = child
    for _ in range(4):
        if at.dep_ == "prep":
            return at.head.i == noun.i and at.lower_ in ("of", "for", "from", "in", "at")
        at = at.head
    return False


def _contiguous(doc: Doc, first: int, head: int) -> int:
    """The leftmost token from which the phrase runs to its head without a clause mark between."""
    start = head
    for i in range(head - 1, first - 1, -1):
        if doc[i].text in (",", ";", ":", "“", "”", '"', "–", "—") and not any(c.dep_ == "conj" for c in doc[i + 1 : head + 1]):
            break
        start = i
    return start


def _pronouns(doc: Doc, covered: set[int]) -> Iterable[Found]:
    for token in doc:
        form = _PRONOUNS.get(token.lower_)
        if form is None or token.i in covered or token.pos_ not in ("PRON", "DET"):
            continue
        if form == "both" and token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj"):
            continue
        if form == "it" and token.dep_ == "expl":
            continue
        kind = "Person" if form in ("he", "she", "i") else "AgentGroup" if form in ("they", "we", "both") else "Organization"
        gender = {"he": "male", "she": "female"}.get(form)
        yield Found(token.i, token.i + 1, token.i, kind, "pronoun", token.text, (token.i, token.i + 1), pronoun=form, plural=form in ("they", "we", "both"), gender=gender)
