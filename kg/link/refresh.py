"""Bringing the gazetteer up to date from a Wikibase: who holds which office now, and what is known of chosen items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.errors import UnknownName
from kg.gazetteer import Gazetteer, Post
from kg.gazetteer.supplement import Supplement
from kg.link.items import Position
from kg.link.rows import Rows
from kg.link.wikidata import Wikidata

__all__ = ["KINDS", "SOURCE", "offices_of", "refresh"]

SOURCE = "wu"
"""The code in the column ``source`` of a row that an update brought."""

KINDS = ("chancellor", "commission_president", "council_president", "defence_minister", "foreign_minister",
         "head_of_government", "head_of_state", "high_representative", "king", "president", "prime_minister",
         "secretary_general", "supreme_leader")  # fmt: skip
"""The kinds of office that an update looks at where none is named."""

_SINCE = "1990"  # holders who left before are not in the news that is read


def offices_of(
    gazetteer: Gazetteer, names: Sequence[str], kinds: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What names mean for an update: the offices to ask for, and the people.

    Args:
        gazetteer: What is known.
        names: States, bodies, people or offices by name or key; none for all offices of the kinds.
        kinds: Kinds of office.

    Returns:
        QIDs of offices and of people, sorted.

    Raises:
        UnknownName: A name or a kind is none.
    """
    wanted = set(kinds)
    if unknown := sorted(wanted - set(gazetteer.titles.kinds)):
        raise UnknownName("kind of office", unknown[0], list(gazetteer.titles.kinds))
    offices: set[str] = set()
    people: set[str] = set()

    def take(posts: Iterable[Post]) -> None:
        offices.update(post.key for post in posts if post.qid and post.kind in wanted)

    if not names:
        take(gazetteer.offices)
    for name in names:
        entries = [e for e in ((gazetteer.get(name),) if gazetteer.get(name) else gazetteer.named(name)) if e]
        if post := gazetteer.office(name):
            offices.add(post.key)
        elif not entries:
            raise UnknownName("state, body, person or office", name, [])
        for entry in entries:
            if entry.type == "Person" and entry.qid:
                people.add(entry.key)
            take(post for post in gazetteer.offices if post.of == entry.key)
    return tuple(sorted(offices)), tuple(sorted(people))


def refresh(
    client: Wikidata,
    gazetteer: Gazetteer,
    supplement: Supplement,
    rows: Rows,
    offices: Sequence[str],
    people: Sequence[str],
) -> None:
    """Put what a Wikibase says of offices and people into a supplement, which is not written yet.

    Args:
        client: Who is asked.
        gazetteer: What is known so far.
        supplement: Where the rows go.
        rows: Makes them.
        offices: QIDs of offices whose holders are wanted.
        people: QIDs of people whose names, states and offices are wanted.

    Raises:
        ServiceError: No answer.
    """
    held = [p for p in client.held(offices) if p.start and (not p.end or p.end >= _SINCE)] if offices else []
    new = {p.holder for p in held if gazetteer.get(p.holder) is None}
    for item in client.items(sorted({*new, *people})).values():
        for table, row in rows.of(item):
            supplement.put(table, row)
    there = {row["key"] for row in supplement.rows("people")}
    for position in held:
        known = position.holder in there or gazetteer.get(position.holder) is not None
        if known and not _same(gazetteer, position):
            for table, row in rows.held(position):
                supplement.put(table, row)


def _same(gazetteer: Gazetteer, position: Position) -> bool:
    """Whether the gazetteer has these very days, both of them: then there is nothing to learn."""
    return bool(position.end) and any(
        held.post.key == position.office
        and str(held.start_earliest).startswith(position.start)
        and str(held.end_latest).startswith(position.end)
        and held.start_earliest == held.start_latest
        for held in gazetteer.holdings(position.holder)
    )
