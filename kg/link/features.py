"""Weighing a candidate: each feature adds to a score in [0, 1]; the features are kept, so that a link can be explained.

The weights are set by hand so that the plain rules of reading hold: a full name of a leader stands by itself, a common
surname needs a title that fits an office on the day, a name with several bearers needs the article's support.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.gazetteer import Entry, Gazetteer, Holding
from kg.link.candidates import Bearer, titles_of
from kg.link.context import Context, Period
from kg.model import Chain, Title

__all__ = ["Scene", "beside", "leaders", "title_kind", "weigh"]

Features = Iterator[tuple[str, float]]

_LOCATIVE = frozenset(
    {"in", "at", "near", "from", "to", "outside", "around", "across", "toward", "towards", "into", "through"}
)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a chain stands: its sentence's words, and the period that the sentence names, if it does."""

    before: tuple[str, ...]
    words: tuple[str, ...]
    after: tuple[str, ...]
    period: Period | None
    leaders: frozenset[str] = frozenset()
    """Keys of the candidates who led a state or body then."""


def _during(start: date | None, end: date | None, period: Period) -> bool:
    return (start is None or start <= period[1]) and (end is None or period[0] <= end)


def _held(holding: Holding, period: Period) -> bool:
    return _during(holding.start_earliest, holding.end_latest, period)


def title_kind(title: Title, iso3: str | None, gazetteer: Gazetteer) -> str | None:
    """The kind of office; with the body ("Defence" and "Minister") where that says more."""
    kind = gazetteer.office_kind(title.text, iso3)
    more = gazetteer.office_kind(f"{title.body} {title.text}", iso3) if title.body else None
    return more if more and kind in (None, "minister", "president", "leader", "organization_head") else kind


def leaders(borne: tuple[Bearer, ...], period: Period | None, gazetteer: Gazetteer) -> frozenset[str]:
    """Which candidates led a state or body in a period."""
    if period is None:
        return frozenset()
    return frozenset(
        b.entry.key
        for b in borne
        if b.entry.type == "Person" and b.entry.tier == 1
        for h in gazetteer.holdings(b.entry.key)
        if _held(h, period) and gazetteer.titles.fits(h.post.kind, "leader")
    )


def weigh(
    bearer: Bearer, chain: Chain, context: Context, scene: Scene, gazetteer: Gazetteer
) -> tuple[float, tuple[tuple[str, float], ...]]:
    """Score one candidate of a chain.

    Returns:
        The score in [0, 1], two digits, and the features (name, what it adds) behind it.
    """
    entry = bearer.entry
    if entry.type == "Person":
        found = tuple(_person(bearer, chain, context, scene, gazetteer))
    elif entry.type == "Place":
        found = tuple(_place(bearer, chain, context, scene, gazetteer))
    elif entry.is_state:
        found = tuple(_state(bearer, chain, context, scene))
    else:
        found = tuple(_body(bearer, chain, context, scene, gazetteer))
    if entry.description and _described(entry.description, scene, gazetteer):
        found = (*found, ("described so in the sentence", 0.1))
    return round(min(1.0, max(0.0, sum(value for _, value in found))), 2), found


def _described(description: str, scene: Scene, gazetteer: Gazetteer) -> bool:
    """Whether the sentence has a word of the item's description that says more than a state does."""
    near = {word.lower() for word in (*scene.before[-12:], *scene.after[:12])}
    words = (word for word in description.split() if word.isalpha() and len(word) > 4)
    return any(word.lower() in near and not gazetteer.state_called(word) for word in words)


def _person(bearer: Bearer, chain: Chain, context: Context, scene: Scene, gazetteer: Gazetteer) -> Features:
    entry, index = bearer.entry, chain.index
    day = context.published
    periods = [p for p in (scene.period, (day, day) if day else None) if p]
    holdings = gazetteer.holdings(entry.key)
    alone = bearer.way == "surname" and any(entry.alone(p[0]) for p in periods or ())
    alone = alone or (bearer.way == "surname" and not periods and entry.alone(None))
    if bearer.way != "surname":
        yield "full name", 0.72 if entry.tier == 1 else 0.58
    elif alone:
        yield "surname known alone", 0.72
    else:
        yield "surname", 0.15 if entry.rule == "no" else 0.3
    yield from _titles(entry, chain, holdings, periods, gazetteer)
    if chain.state:
        yield ("state beside the name", 0.12) if chain.state in entry.states else ("other state beside the name", -0.35)
    support = max((context.state(iso3, index) for iso3 in entry.states), default=0.0)
    if support:
        yield "state in the article", 0.06 + 0.06 * support
    elif context.has_states(index):
        yield "state not in the article", -0.06
    if periods and holdings:
        yield from _in_office(bearer, chain, context, scene, periods[0], alone, gazetteer)
    elif not periods and (contemporary := context.contemporary(holdings, index)) is not None:
        if contemporary:
            yield "in office with others named", 0.12
        elif not alone:  # who stands alone by his name needs no such sign, and terms may be lacking
            yield "not in office with others named", -0.08
    if chain.gender and entry.gender and chain.gender != entry.gender:
        yield "other gender", -0.4
    if periods and entry.start and periods[0][1] < entry.start:
        yield "not born then", -0.8
    elif periods and entry.end and entry.end < periods[0][0]:
        yield "dead then", -0.3


def _in_office(
    bearer: Bearer, chain: Chain, context: Context, scene: Scene, period: Period, alone: bool, gazetteer: Gazetteer
) -> Features:
    """Whether the person was in office then; a bare surname may be the one leader of that name."""
    entry = bearer.entry
    held = [h for h in gazetteer.holdings(entry.key) if _held(h, period)]
    if not held:
        if not alone and not any(title.former for title in chain.titles):
            yield "not in office then", -0.15 if bearer.way == "surname" else -0.04
        return
    yield "in office then", 0.08
    if scene.period:
        yield "in office in the year named", 0.08
    only = scene.leaders == {entry.key}
    if bearer.way == "surname" and entry.rule != "no" and not alone and only and not titles_of(chain, gazetteer):
        yield "leader then", 0.25
        if context.counterpart(entry, chain.index):
            yield "leader beside a leader", 0.2


def _titles(
    entry: Entry, chain: Chain, holdings: tuple[Holding, ...], periods: list[Period], gazetteer: Gazetteer
) -> Features:
    """The best that one of the titles says; a title that contradicts counts where none fits."""
    best: tuple[str, float] | None = None
    for title in titles_of(chain, gazetteer):
        iso3 = title.state or chain.state
        if (kind := title_kind(title, iso3, gazetteer)) is None:
            continue
        held = [
            h
            for h in holdings
            if gazetteer.titles.fits(h.post.kind, kind) and (iso3 is None or h.post.iso3 in (iso3, None))
        ]
        if iso3 and entry.states and iso3 not in entry.states:
            now: tuple[str, float] = ("title of another state", -0.35)
        elif not held:
            # silence says nothing where the register has no such office of the state
            known = holdings and (not (state := iso3 or entry.iso3) or gazetteer.covers(kind, state))
            now = ("title never held", -0.22) if known else ("title not in the register", 0.0)
        elif not periods:
            now = ("title held once", 0.3 if iso3 or (kind != "president" and len(held)) else 0.2)
        elif any(_held(h, periods[0]) for h in held):
            now = ("title held then", 0.4)
        elif title.former and any(h.start_earliest is None or h.start_earliest <= periods[0][1] for h in held):
            now = ("title held before", 0.38)
        else:
            now = ("title held at another time", 0.05)
        if iso3 and now[1] > 0.3:
            now = (now[0], now[1] + 0.08)  # state and office agree
        if best is None or now[1] > best[1]:
            best = now
    if best:
        yield best


def _state(bearer: Bearer, chain: Chain, context: Context, scene: Scene) -> Features:
    entry = bearer.entry
    way = {"name": 0.9, "demonym": 0.85, "metonym": 0.8, "context": 0.35}.get(bearer.way, 0.35)
    yield bearer.way, way
    if bearer.way == "metonym" and chain.type == "Place":
        yield "a place is meant", -0.6
    support = max(context.state(entry.iso3, chain.index), 1.0 if context.names(entry.key, chain.index) else 0.0)
    if bearer.way == "context" and support:
        yield "signs of the state", 0.25 + 0.25 * support
    elif support:
        yield "signs of the state", 0.05
    if chain.state and bearer.way == "context":
        yield ("state given", 0.4) if chain.state == entry.iso3 else ("other state given", -0.3)
    day = scene.period or ((context.published, context.published) if context.published else None)
    if entry.end and day and bearer.way in ("demonym", "metonym") and _during(entry.start, entry.end, day):
        yield "the state of that time", 0.12
    elif entry.start or entry.end:
        if day is None:
            yield (
                "state of another time, perhaps",
                -0.25 if entry.end and bearer.way != "name" else -0.05 if entry.end else 0.0,
            )
        elif not _during(entry.start, entry.end, day):
            # history is told long after: a name that no lasting state bears still stands
            yield "state of another time", -0.15 if bearer.way == "name" else -0.5


def _place(bearer: Bearer, chain: Chain, context: Context, scene: Scene, gazetteer: Gazetteer) -> Features:
    entry = bearer.entry
    yield bearer.way, 0.78 if bearer.way == "name" else 0.35
    if chain.type != "Place":
        yield "an actor is meant", -0.5 if bearer.way == "name" and gazetteer.metonyms(bearer.name) else -0.1
    follows = " ".join(scene.after[1:3]) if scene.after[:1] == (",",) else ""
    units = [
        e for name in (follows, follows.split(" ")[0]) if name for e in gazetteer.named(name) if e.feature == "unit"
    ]
    if any(u.key == entry.within or (u.iso3 == entry.iso3 and entry.feature == "unit") for u in units):
        yield "its unit after it", 0.4
    elif units and entry.feature != "unit":
        yield "another unit after it", -0.5
    town = scene.before[-2] if scene.before[-1:] == (",",) and len(scene.before) > 1 else ""
    if entry.feature == "unit" and town and any(e.within == entry.key for e in gazetteer.named(town)):
        yield "a town of it before it", 0.4
    elif context.unit(entry, chain.index):
        yield "its unit, or a sister, in the article", 0.45 if bearer.way == "context" else 0.05
    elif support := context.state(entry.iso3, chain.index):
        yield "its country in the article", 0.22 * support if bearer.way == "context" else 0.08
    elif bearer.way == "name" and context.has_states(chain.index) and entry.iso3:
        yield "its country not in the article", -0.06
    if bearer.way == "context" and scene.before and scene.before[-1].lower() in _LOCATIVE:
        rivals = any(e.is_state for e in gazetteer.named(bearer.name))
        yield "a locating word before it", 0.0 if rivals else 0.27
    if entry.population > 1_000_000:
        yield "large city", 0.04


def beside(scene: Scene, gazetteer: Gazetteer) -> frozenset[str]:
    """Codes of the states that stand right before, in, and after "of" right after a name ("Nigeria's Senate")."""
    before, own, after = (
        [w for w in words if w not in ("'s", "’s", "'", "’")]
        for words in (scene.before[-4:], scene.words, scene.after[1:5] if scene.after[:1] == ("of",) else ())
    )
    after = after[1:] if after[:1] == ["the"] else after
    phrases = {" ".join(before[-n:]) for n in (1, 2)} | {" ".join(after[:n]) for n in (1, 2)}
    phrases |= {" ".join(own[i : i + n]) for n in (1, 2) for i in range(len(own) - n + 1) if n < len(own)}
    return frozenset(e.iso3 for p in sorted(phrases) if p and (e := gazetteer.state_called(p)) and e.iso3)


def _body(bearer: Bearer, chain: Chain, context: Context, scene: Scene, gazetteer: Gazetteer) -> Features:
    entry, name = bearer.entry, bearer.name
    free = bearer.way in ("name", "metonym")
    yield bearer.way, {"name": 0.86, "metonym": 0.82, "party": 0.3}.get(bearer.way, 0.35)
    if bearer.way == "metonym" and chain.type == "Place":
        yield "a place is meant", -0.6
    # the chain's state may be the entry's own; a bound name wants to see it in the text
    given = beside(scene, gazetteer)
    if entry.iso3 and entry.iso3 in given:
        yield "country beside the name", 0.08 if free else 0.4
    elif entry.iso3 and (given or chain.state not in (None, entry.iso3)):
        yield "other country beside the name", -0.2 if free and entry.iso3 == chain.state else -0.4
    elif not free and (support := context.state(entry.iso3, chain.index)):
        yield "country in the article", 0.2 + 0.2 * support
    if bearer.way == "context":
        acronym = len(name) > 2 and name.isupper()
        if acronym and not entry.iso3 and scene.before and scene.before[-1].lower() == "the":
            yield "an acronym after an article", 0.27
        follows = scene.after[0].lower() if scene.after else ""
        if follows in _TYPE_WORDS.get(entry.type, ()):
            yield "its kind after the name", 0.27
    follows = scene.after[0].lower() if scene.after else ""
    if follows == "party" and entry.type != "PoliticalParty":
        yield "a party is meant", -0.4


_TYPE_WORDS = {
    "PoliticalParty": ("party", "lawmaker", "leader", "candidate"),
    "MediaOrganization": ("newspaper", "magazine", "news", "reported", "reports", "agency", "daily"),
    "NonStateArmedGroup": ("fighters", "militants", "rebels", "insurgents", "group", "militia"),
    "IntergovernmentalOrganization": ("member", "members", "summit", "countries", "states"),
}
