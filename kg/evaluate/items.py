"""Scores links against annotations, entity by entity: does each one that has a Wikidata item get it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.gold import Gold
from kg.evaluate.match import Row

__all__ = ["EntityItem", "items"]


@dataclass(frozen=True, slots=True)
class EntityItem:
    """An annotated entity, the item that it has, and the one to which its mentions are linked (None for none)."""

    article: str
    name: str
    wanted: str
    linked: str | None

    @property
    def right(self) -> bool:
        """Whether it is linked to its item."""
        return self.linked == self.wanted


def items(golds: Sequence[Gold], mentions: Mapping[str, Sequence[Row]]) -> Iterator[EntityItem]:
    """Every annotated entity with an item, and what most of its mentions are linked to.

    Its mentions are those with the words of one of its names, an article before them aside; where there is none, those
    that contain a name ("Minister Jane Doe"); else those that were taken for what is called so ("French").

    Args:
        golds: The annotated texts.
        mentions: Rows of ``export_mentions``, by id of article.
    """
    for gold in golds:
        rows = [(_bare(row["text"]), _bare(row["label"]), row.get("wikidata")) for row in mentions.get(gold.id, ())]
        for entity in gold.entities:
            names = {_bare(name) for name in entity.names}
            ways = (
                [item for words, _, item in rows if words in names],
                [item for words, _, item in rows if any(f" {name} " in f" {words} " for name in names)],
                [item for _, label, item in rows if label in names],
            )
            most = Counter(next(filter(None, ways), [])).most_common(1)
            linked = most[0][0] if most else None
            yield EntityItem(gold.id, entity.names[0], str(entity.wikidata), linked)


def _bare(name: str) -> str:
    words = name.split()
    return " ".join(words[1:] if len(words) > 1 and words[0].lower() == "the" else words)
