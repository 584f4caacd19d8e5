"""Names looked up live: which items bear them, with their data; and one name tried by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.errors import ServiceError
from kg.gazetteer.names import clean, fold
from kg.link.items import Item
from kg.link.wikidata import Wikidata
from kg.model import Annotated, Chain, Document, Link, Mention
from kg.protocols import Linker

__all__ = ["LookedUp", "look_up", "try_name"]

_KINDS = ("Person", "Organization", "Place")  # what a name by itself may be
_SHORTEST = 3  # letters of a name worth a search


@dataclass(slots=True)
class LookedUp:
    """What was found: ``items`` by QID, ``names`` the QIDs that bear a name; ``failed`` where the service gave up."""

    items: dict[str, Item] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    failed: ServiceError | None = None


def look_up(client: Wikidata, names: Iterable[str], known: Iterable[str] = ()) -> LookedUp:
    """Search names, in order, and fetch the items that bear them wholly (never by a part: Wang Wen is not Wang Wenbin).

    Args:
        client: Who is asked.
        names: The names.
        known: QIDs whose data are wanted besides.

    Returns:
        What was found until all was asked, or the service failed.
    """
    found = LookedUp()
    asked: dict[str, tuple[str, ...]] = {}
    known = set(known)
    wanted = set(known)
    try:
        for name in dict.fromkeys(clean(name) for name in names):
            if len(name) >= _SHORTEST:
                asked[name] = tuple(hit.id for hit in client.search(name))
                wanted.update(asked[name])
    except ServiceError as error:
        found.failed = error
    try:
        items = client.items(wanted)
    except ServiceError as error:
        found.failed = found.failed or error
        return found
    for name, hits in asked.items():
        found.names[name] = tuple(i for i in hits if i in items and _bears(items[i], name))
    borne = known.union(*found.names.values())
    found.items = {qid: item for qid, item in items.items() if qid in borne}
    return found


def _bears(item: Item, name: str) -> bool:
    return fold(name) in {fold(clean(one)) for one in (item.label, *item.aliases)}


def try_name(linker: Linker, document: Document, name: str) -> tuple[tuple[str, Link], ...]:
    """Link a name as a person's, as an actor's and as a place's, best first.

    Args:
        linker: Who weighs.
        document: A parsed text in which the name stands.
        name: The name.

    Returns:
        What it was taken for, and the link, where that has an item or candidates; none where nothing bears the name.
    """
    start = document.article.text.index(name)
    cells = [
        i
        for i, (a, b) in enumerate(zip(document.starts, document.ends, strict=True))
        if start < b and a < start + len(name)
    ]
    first, last = cells[0], cells[-1] + 1
    found = []
    for kind in _KINDS:
        mention = Mention(document.span(first, last), first, last, last - 1, kind, locative=kind == "Place")
        (link,) = linker.link(Annotated(document, (Chain(0, kind, name, (name,), (mention,)),)))
        if link.candidates or link.entity.shared:
            found.append((kind, link))
    return tuple(sorted(found, key=lambda one: -max((c.score for c in one[1].candidates), default=0)))
