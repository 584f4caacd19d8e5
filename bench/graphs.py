"""Makes stores to measure with: quads of any number of articles, out of a few that were built, without reading any.

An article is a template, one that was really built, told anew: its states, persons, bodies, places and holdings become
others of the gazetteer (a few act in most articles, most in few), its days others of eight years, half of its small
words others of the same length; offsets, quotes, catalog record and fingerprint fit again. Names within the text stay.
Articles come in stories: one in three has the cast and day of the one before, one in six is its copy, word for word.
An article is the same whatever the number made.

    python bench/graphs.py 10000 /tmp/store     # a store of 10,000 articles
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from time import perf_counter

import pyoxigraph as ox
from texts import articles

from kg.config import Settings
from kg.gazetteer import Entry, Gazetteer, Holding
from kg.graph.entities import Registry
from kg.graph.items import GazetteerItems
from kg.graph.terms import integer, term, text
from kg.model import Article, ArticleQuads
from kg.pipeline import Builder
from kg.read.inputs import read_inputs
from kg.resources import data_dir
from kg.store import open_store
from kg.store.change import Names
from kg.store.oxigraph import OxigraphStore
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = ["Graphs", "fill", "templates"]

FIRST, DAYS = date(2015, 1, 1), 2922
COPIED, TOLD = 1 / 6, 1 / 3
TOGETHER = 64
"""Articles that go into a store at once, as from `kg build`."""

_NIF = PREFIXES["nif"]
_DAYS = re.compile(r"(\d{4})-(\d\d)(-\d\d)?(?![\d-])")
_SMALL = re.compile(r"\b[a-z]{4,}\b")


def templates(settings: Settings, texts: int = 40) -> list[ArticleQuads]:
    """The samples and so many of ``texts.articles``, built.

    Args:
        settings: What to build with.
        texts: How many of them.
    """
    samples = [str(path) for path in sorted(data_dir("samples").iterdir())]
    read = [item for item in read_inputs(samples) if isinstance(item, Article)]
    return [result.quads for result in Builder(settings).build([*read, *articles(texts)]) if result.quads]


def fill(store: Path, count: int, settings: Settings | None = None) -> None:
    """Make a store of so many articles, ontology and all, in the order that reading likes.

    Args:
        store: Its folder; articles that stand there already are passed over.
        count: How many articles.
        settings: What the templates are built with.
    """
    chosen = settings or Settings()
    made = Graphs(templates(chosen), chosen).articles(count)
    opened = open_store(Settings(base=chosen.base, store=str(store)), write=True)
    try:
        while batch := list(islice(made, TOGETHER)):
            opened.put(batch)
        if isinstance(opened, OxigraphStore):
            opened.optimize()
    finally:
        opened.close()


class Graphs:
    """Makes articles' quads.

    Args:
        made: The templates: articles that were built, each with a day of publication.
        settings: Those that they were built with.
    """

    def __init__(self, made: Sequence[ArticleQuads], settings: Settings) -> None:
        gazetteer, ontology = Gazetteer.load(settings.gazetteer), Ontology.load()
        self._base, self._names = settings.base, Names(settings.base)
        self._cast = _Cast(gazetteer, ontology)
        self._registry = Registry(GazetteerItems(gazetteer, ontology), ontology, settings.base)
        self._templates = [_Template(quads) for quads in made]
        self._shared = re.compile(rf"<{re.escape(settings.base)}((?:entity|holding|office)/[^>]+)>")

    def articles(self, count: int) -> Iterator[ArticleQuads]:
        """So many articles."""
        story = wording = 0
        for number in range(count):
            luck = Random(f"luck {number}").random()
            if luck > COPIED:
                wording = number
            if luck > COPIED + TOLD:
                story = number
            yield self._article(f"synthetic-{number:07}", story, wording)

    def _article(self, name: str, story: int, wording: int) -> ArticleQuads:
        chance = Random(f"wording {wording}")
        template = chance.choice(self._templates)
        day = FIRST + timedelta(days=Random(f"day {story}").randrange(DAYS))
        renamed = self._cast.choose(template.keys, template.holdings, story, day)
        renamed |= {template.name: name, template.run: _digest(name)[:16]}
        lines = sorted(set(template.told(renamed, day - template.published, chance)))
        named = {id_ for line in lines for id_ in self._shared.findall(line)}
        entities = self._registry.closure(named)
        mark = f"sha256:{_digest(f'fingerprint {name}')}"
        said = {
            "void:triples": [integer(len(lines))],
            "ir:sourceHash": [text(f"sha256:{_digest(f'text {wording}')}")],
            "ir:fingerprint": [text(mark)],
            "dct:requires": [f"<{item}>" for item in entities],
        }
        head, tail = f"<{self._base}record/{name}>", f"{self._names.catalog} .\n"
        told = [f"{head} {term(predicate)} {value} {tail}" for predicate, values in said.items() for value in values]
        kept = (line for line in template.catalog(renamed) if not any(f" {term(p)} " in line for p in said))
        catalog = "".join(sorted((*kept, *told)))
        return ArticleQuads(name, f"{self._base}doc/{name}", "".join(lines), catalog, entities, mark)


def _digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()


# ----------------------------------------------------------------------------------------------------------- templates


class _Template:
    """One built article, cut where it is told anew: between the pieces stand a name, a key, a day, or words."""

    def __init__(self, quads: ArticleQuads) -> None:
        self.name = quads.article
        statements = list(ox.parse(quads.graph, ox.RdfFormat.N_QUADS))
        facts = {(q.subject, q.predicate.value): q.object for q in statements}
        self._texts = {str(q.subject): q.object.value for q in statements if q.predicate.value == f"{_NIF}isString"}
        self.published = date.fromisoformat(facts[ox.NamedNode(quads.doc), f"{PREFIXES['dct']}issued"].value)
        self.run = next(q.subject.value for q in statements if q.predicate.value == f"{PREFIXES['ir']}extractor")[-16:]
        lines = []
        for quad in statements:
            line, cut = f"{quad} .\n", None
            if quad.predicate.value == f"{_NIF}isString":
                cut = f"{quad.subject} {0} {len(quad.object.value)}"
            elif quad.predicate.value == f"{_NIF}anchorOf":
                begin, end = (facts[quad.subject, f"{_NIF}{edge}Index"].value for edge in ("begin", "end"))
                cut = f"{facts[quad.subject, f'{_NIF}referenceContext']} {begin} {end}"
            lines.append(line if cut is None else line.replace(str(quad.object), f"\0{cut}\0"))
        parts = (
            rf"(\0[^\0]*\0|\b{re.escape(self.name)}\b|{self.run}|\bholding/Q\d+/[^>/]+/[^>/]+"
            r'|(?<=[/-])Q[1-9]\d*(?=[->/.])|(?<=")[^"]*(?="\^\^<[^>]*(?:date|dateTime|EDTF)>))'
        )
        self._parts = re.compile(parts)
        self._pieces = self._parts.split("".join(lines))
        slots = Counter(self._pieces[1::2])
        self.keys = [slot for slot, _ in slots.most_common() if re.fullmatch(r"Q\d+", slot)]
        self.holdings = [slot for slot in slots if slot.startswith("holding/")]
        self.catalog_pieces = self._parts.split(quads.catalog)

    def told(self, renamed: Mapping[str, str], later: timedelta, chance: Random) -> list[str]:
        """The graph's lines with other names, days so much later, and other words."""
        texts = {context: _reworded(said, chance) for context, said in self._texts.items()}

        def piece(slot: str) -> str:
            if slot.startswith("\0"):
                context, begin, end = slot.strip("\0").split(" ")
                return text(texts[context][int(begin) : int(end)])
            if slot in renamed or slot.startswith(("Q", "holding/")):
                return renamed.get(slot, slot)
            return _DAYS.sub(lambda found: _moved(found, later), slot)

        pieces = self._pieces.copy()
        pieces[1::2] = map(piece, pieces[1::2])
        return "".join(pieces).splitlines(keepends=True)

    def catalog(self, renamed: Mapping[str, str]) -> list[str]:
        """The catalog's lines with other names."""
        pieces = self.catalog_pieces.copy()
        pieces[1::2] = (renamed.get(slot, slot) for slot in pieces[1::2])
        return "".join(pieces).splitlines(keepends=True)


def _moved(found: re.Match[str], later: timedelta) -> str:
    year, month, day = found.groups()
    moved = date(int(year), int(month), int(day[1:]) if day else 15) + later
    return moved.isoformat() if day else f"{moved:%Y-%m}"


def _reworded(said: str, chance: Random) -> str:
    """The text with half of its small words others of it, of the same length: offsets stay."""
    words: dict[int, list[str]] = defaultdict(list)
    for word in _SMALL.findall(said):
        words[len(word)].append(word)
    return _SMALL.sub(lambda m: chance.choice(words[len(m[0])]) if chance.random() < 0.5 else m[0], said)


# ---------------------------------------------------------------------------------------------------------------- cast


class _Cast:
    """Chooses who acts: of states the better known more often, of each state its leaders, bodies and larger places."""

    def __init__(self, gazetteer: Gazetteer, ontology: Ontology) -> None:
        self._gazetteer, self._ontology = gazetteer, ontology
        pools: dict[tuple[str, str | None], list[Entry]] = defaultdict(list)
        for entry in gazetteer:
            if entry.qid and (sort := self._sort(entry)):
                pools[sort, None if sort == "state" else entry.iso3].append(entry)
        known = {iso3: len(people) for (sort, iso3), people in pools.items() if sort == "holder"}
        for people in pools.values():
            people.sort(key=lambda e: (-known.get(e.iso3, 0) if e.is_state else 0, e.tier or 3, -e.population, e.key))
        self._pools = {which: (pool, _falling(len(pool))) for which, pool in pools.items()}

    def _sort(self, entry: Entry) -> str | None:
        if entry.is_state:
            return "state" if entry.end is None and entry.iso3 else None
        if self._ontology.is_a(entry.type, "Person"):
            return "holder" if self._gazetteer.holdings(entry.key) else "person"
        return next((kind for kind in ("Organization", "Place") if self._ontology.is_a(entry.type, kind)), None)

    def choose(self, keys: Sequence[str], holdings: Iterable[str], story: int, day: date) -> dict[str, str]:
        """Others for these.

        Args:
            keys: QIDs of an article, its main actors first.
            holdings: Ids of the holdings in which persons of it act.
            story: Whose cast it is: the first states, and the first persons of a state, are the same in all of it.
            day: When it plays: who holds an office holds it then.

        Returns:
            Other keys, and other holdings, by the old; what nothing can stand for is left out.
        """
        entries = [entry for key in keys if (entry := self._gazetteer.get(key)) and entry.key == key]
        chosen: dict[str, str] = {}
        codes: dict[str | None, str | None] = {None: None}
        chances: dict[tuple[str, str | None], Random] = {}
        for entry in sorted(entries, key=lambda e: not e.is_state):
            sort = self._sort(entry)
            if sort is None:
                continue
            which = sort, None if sort == "state" else codes.get(entry.iso3, entry.iso3)
            pool, weights = self._pools.get(which, ([], []))
            chance = chances.setdefault(which, Random(f"cast {story} {which}"))
            drawn = chance.choices(pool, cum_weights=weights, k=40) if pool else []
            fit = (e for e in drawn if e.key not in chosen.values())
            other = next((e for e in fit if sort != "holder" or self._held(e.key, day)), entry)
            chosen[entry.key] = other.key
            if sort == "state":
                codes[entry.iso3] = other.iso3
        for id_ in holdings:
            person, office = id_.split("/")[1:3]
            post, held = self._gazetteer.office(office), self._held(chosen.get(person, person), day)
            same = [h for h in held if post and h.post.kind == post.kind]
            if found := (same or held):
                chosen[id_] = found[-1].id
        return chosen

    def _held(self, person: str, day: date) -> list[Holding]:
        return [held for held in self._gazetteer.holdings(person) if held.covers(day)]


def _falling(count: int) -> list[float]:
    """Cumulative weights by which the n-th is chosen once where the first is chosen n times (Zipf)."""
    return list(accumulate(1 / n for n in range(1, count + 1)))


def main() -> None:
    """Make a store."""
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("count", type=int)
    parse.add_argument("store", type=Path)
    chosen = parse.parse_args()
    start = perf_counter()
    fill(chosen.store, chosen.count)
    print(f"{chosen.count} articles in {perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
