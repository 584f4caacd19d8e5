"""Upgrade without loss: names that a store left open get their items, in one transaction, and lose them again.

The articles that name them are read out of the store and built anew with what was decided, so that the graph is the one
that would have come had the link been known from the start. The gazetteer's supplement and the decisions are written
first; where the store then refuses, both are taken back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.config import Settings
from kg.decisions import BACK, Decision, Decisions
from kg.gazetteer.names import clean
from kg.gazetteer.supplement import Supplement
from kg.link.items import Item
from kg.link.live import LookedUp
from kg.link.rows import LEARNED, Rows
from kg.model import BuildResult, Link
from kg.protocols import Parses, Store
from kg.query.open_names import OpenName, article_and_span
from kg.revise.rebuild import Rebuilding
from kg.stages import Stages

__all__ = ["BY", "Outcome", "Upgrade"]

BY = "kg link"
"""Who decides where no person does."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a name would be linked to, and its words at its span; ``link`` is None where it was not found again."""

    name: OpenName
    link: Link | None = None
    words: str = ""

    @property
    def made(self) -> bool:
        """Whether there is an item now."""
        return self.link is not None and self.link.status == "accepted" and self.link.entity.wikidata is not None


class Upgrade:
    """Links what is open in one store, and undoes it.

    Args:
        settings: They name the files of decisions and of the supplement.
        store: The store, open for writing.
        parser: The parser, where it is loaded already.

    Raises:
        ConfigError: The decisions or the supplement do not hold together, or a model is missing.
    """

    def __init__(self, settings: Settings, store: Store, parser: Parses | None = None) -> None:
        self._settings, self._store = settings, store
        self._decisions = Decisions(settings.decisions_file)
        self._again = Rebuilding(settings, store, parser)

    def propose(self, names: Sequence[OpenName], found: LookedUp, as_of: str) -> tuple[Outcome, ...]:
        """What names would be linked to, were the items found known: weighed in their articles by the linker itself.

        Args:
            names: Names that are open.
            found: Items that may be meant.
            as_of: The day on which they were asked for (ISO).
        """
        types = {qid: name.type for name in names for qid in found.names.get(clean(name.name), ())}
        with TemporaryDirectory(prefix="kg-link-") as folder:
            trial = self._supplement(found.items.values(), as_of, types)
            trial.folder = Path(folder)
            trial.save()
            linked = self._linked({name.article for name in names}, self._again.stages(Path(folder)))
        return tuple(Outcome(name, *linked.get((name.article, name.span), (None, ""))) for name in names)

    def take(self, outcomes: Iterable[Outcome], found: LookedUp, as_of: str, at: str) -> tuple[BuildResult, ...]:
        """Keep the links that were made as decisions, the items in the supplement, and build the articles again.

        Args:
            outcomes: As ``propose`` gives them; those without an accepted link count for nothing.
            found: As it was given to ``propose``.
            as_of: The day on which the items were asked for (ISO).
            at: The moment of the decision (ISO).

        Returns:
            The articles built again.

        Raises:
            StoreError: The store took nothing; decisions and supplement are as before.
        """
        made = [o for o in outcomes if o.made]
        new = [_decision(o.name, o.link, o.words, at) for o in made if o.link]
        types = {d.value: o.name.type for d, o in zip(new, made, strict=True)}
        items = [found.items[qid] for qid in sorted(types.keys() & found.items.keys())]
        before = Supplement(self._settings.supplement_folder)
        self._supplement(items, as_of, types).save()
        try:
            self._decisions.add(new)
            return self._rebuild({d.document for d in new})
        except BaseException:
            before.save()
            self._decisions.add([replace(d, value=BACK, on=at) for d in new if d in self._decisions.of(d.document)])
            raise

    def undo(self, values: Sequence[str], at: str, by: str = BY) -> tuple[BuildResult, ...]:
        """Take links back: the store is as if they had not been made.

        Args:
            values: QIDs whose links go; none for all that ``take`` made.
            at: The moment (ISO).
            by: Who takes them back.

        Returns:
            The articles built again; none where no such link stands.

        Raises:
            StoreError: The store took nothing; decisions and supplement are as before.
        """
        mine = [d for d in self._decisions if d.method == "search" and not d.role]
        gone = [d for d in mine if not values or d.value in values]
        stay = {d.value for d in self._decisions if d not in gone}
        before, supplement = (Supplement(self._settings.supplement_folder) for _ in range(2))
        tables = ("people", "organizations", "places", "series")
        learned = {row["key"] for t in tables for row in supplement.rows(t) if row["source"] == LEARNED}
        supplement.drop(({d.value for d in gone} - stay) & learned)
        try:
            self._decisions.add([replace(d, value=BACK, score="", candidates="", by=by, on=at) for d in gone])
            supplement.save()
            return self._rebuild({d.document for d in gone})
        except BaseException:
            before.save()
            self._decisions.add([d for d in gone if d not in self._decisions.of(d.document)])
            raise

    # ---------------------------------------------------------------------------------------------------------- parts

    def _supplement(self, items: Iterable[Item], as_of: str, types: Mapping[str, str]) -> Supplement:
        supplement = Supplement(self._settings.supplement_folder)
        rows = Rows(self._again.knowledge.gazetteer, self._again.knowledge.ontology, as_of)
        for item in items:
            for table, row in rows.of(item, types.get(item.id, "")):
                supplement.put(table, row)
        return supplement

    def _linked(self, articles: Iterable[str], stages: Stages) -> dict[tuple[str, str], tuple[Link, str]]:
        """The links of articles by article and span of the first mention, with the words there."""
        found = {}
        for document in stages.parser.parse(self._again.articles(articles)):
            article = document.article
            for link in stages.linker.link(stages.annotator.annotate(document)):
                if where := article_and_span(link.id, ""):
                    _, span = where
                    start, _, end = span.removeprefix("title/").partition("-")
                    part = (article.title or "") if span.startswith("title/") else article.text
                    found[article.id, span] = link, part[int(start) : int(end)]
        return found

    def _rebuild(self, articles: Iterable[str]) -> tuple[BuildResult, ...]:
        results = self._again.build(articles)
        self._store.put([result.quads for result in results if result.quads])
        return results


def _decision(name: OpenName, link: Link, words: str, at: str) -> Decision:
    weighed = [[c.wikidata, c.label, c.score] for c in link.candidates]
    candidates = json.dumps(weighed, ensure_ascii=False) if weighed else ""
    value, score = str(link.entity.wikidata), f"{link.score or 0:g}"
    return Decision(name.article, name.span, "", value, words, "search", score, BY, at, candidates)
