"""Compile the gazetteer's source tables into kg/data/gazetteer: the columns used, facts with codes of their sources.

Run by a maintainer: ``python tools/compile_gazetteer.py FOLDER``. Left out: tables under a share-alike licence, second
sources under one, officials of tiers 3 and 4, QIDs known only from a mention, names of parties in other scripts.
One file, though long: each table needs the keys of others.
"""

from __future__ import annotations

import argparse
import collections
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.gazetteer.names import fold
from kg.gazetteer.offices import TitleTable
from kg.gazetteer.tables import COLUMNS
from kg.vocab.iri import slug

OUT = Path(__file__).resolve().parent.parent / "kg" / "data" / "gazetteer"
Record = Mapping[str, str]

# code -> what a source note begins with or holds; a note that matches none is an error, so that none goes unnamed
SOURCES = {
    "ep": "every-politician-scrapers/",
    "cl": "unitedstates/congress-legislators",
    "ne": "natural-earth",
    "os": "opensanctions/rigour",
    "cc": "datasets/country-codes",
    "fb": "factbook/factbook.json",
    "rc": "country-coder",
    "ns": "name-suggestion-index",
    "hw": "histwardb",
    "pf": "hdigital/partyfactsdata",
    "fk": "villmow/datasets_knowledge_embedding",
    "el": "ad-freiburg/",
    "fr": "thunlp/FewRel",
    "ot": "wetneb/opentapioca",
    "wm": "hearvox/wiki-media-cred",
    "hs": "DinisSousa2003/",
    "ar": "integrateddatasvc/agency-registry",
    "ed": "editor",
    "gz": "gazetteer:",
}
# share-alike lists whose Q codes are CC0: a row that rests on them alone keeps QID, name and acronym, and is marked
SHARE_ALIKE = ("confirmordeny/supraverden", "vladislavneon/RuBQ")
BODIES = {
    "ARABLEAGUE": "Arab League",
    "NATO": "North Atlantic Treaty Organization",
    "EU": "European Union",
    "UN": "United Nations",
    "IAEA": "International Atomic Energy Agency",
    "WHO": "World Health Organization",
    "IMF": "International Monetary Fund",
    "WORLDBANK": "World Bank",
}
TYPES = {
    "DissolvedState": "State",
    "Territory": "Place",
    "Region": "Place",
    "Company": "Organization",
    "Conflict": "ArmedConflict",
}
FEATURES = {
    "populated place": "city",
    "historic place": "city",
    "admin-0 capital": "capital",
    "first-level unit": "unit",
}
ABBREVIATED = re.compile(r"[A-Z][A-Za-z.]*\.")  # "Wash.": the sources give the next state's to many units of the USA
NO_CONFLICT = {"Q66003939"}  # an enthronement
# these stand for the body and not for the state whose capital they are
METONYMS = {"Brussels": "European Union"}
# words in the label of an office that belongs to a part of a state
UNIT = re.compile(
    r"\b(province|region|xunta|junta|generalitat|canton|oblast|krai|governorate|autonomous|basque|county|state) ", re.I
)


def rows(folder: Path, name: str) -> list[Record]:
    """The records of a source table, curly apostrophes made straight."""
    head, *lines = (folder / f"{name}.tsv").read_text("utf-8").replace("’", "'").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def parts(cell: str) -> list[str]:
    """The alternatives in a cell."""
    return [part for part in cell.split("|") if part]


def names(*cells: str, label: str = "") -> str:
    """Alternatives of several cells joined, once each, without the label."""
    return "|".join(name for name in dict.fromkeys(n for cell in cells for n in parts(cell)) if name != label)


def codes(source: str) -> str:
    """Source notes as codes, sorted; share-alike second sources are dropped."""
    found: set[str] = set()
    for note in source.split(" ; "):
        if any(name in note for name in SHARE_ALIKE):
            continue
        hits = [code for code, sign in SOURCES.items() if sign in note]
        if not hits and ":" in note and not found:
            raise SystemExit(f"source not known: {note}")
        found.update(hits)
    return " ".join(sorted(found)) or "sv"


def latin(text: str) -> bool:
    """Whether all letters are Latin."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") or c in "ʻʼʿʾʹʺ" for c in text)


def key(record: Record, kind: str) -> str:
    """The QID, or ``class/slug`` where none is known or it rests on a mention alone."""
    doubt = any("mention-only" in record.get(column, "") for column in ("match", "note", "feature"))
    return record["qid"] if record["qid"] and not doubt else f"{kind.lower()}/{slug(record['label'])}"


def once(holdings: list[tuple[str, str, str, str]]) -> list[tuple[str, ...]]:
    """Holdings without those that end before they begin, and with two tellings of one joined.

    "2014" and "2014-05-26 to 2016" is the second; "2012 to 2016" and "2012-05-07" is 2012-05-07 to 2016.
    """
    kept: dict[tuple[str, str], list[tuple[str, str]]] = {}
    finest = sorted(set(holdings), key=lambda h: (h[0], h[1], -len(h[2]), h[2], -len(h[3]), h[3]))
    for person, office, start, end in finest:
        if start and end and end < start and not start.startswith(end):
            continue
        terms = kept.setdefault((person, office), [])
        for i, (first, last) in enumerate(terms):
            compatible = not end or not last or last.startswith(end) or first == start
            if start and first.startswith(start) and compatible:
                terms[i] = (first, max(last, end, key=len))
                break
        else:
            terms.append((start, end))
    return sorted((*who, *term) for who, terms in kept.items() for term in terms)


def write(name: str, table: Iterable[tuple[str, ...]]) -> None:
    """Write one table, sorted; a key that stands twice is an error."""
    path, table = OUT / f"{name}.tsv", list(table)
    columns = COLUMNS[name][: len(table[0])]  # the last columns are for what is learned
    if columns[0] == "key" and (twice := [k for k, n in collections.Counter(row[0] for row in table).items() if n > 1]):
        raise SystemExit(f"{name}: keys twice: {twice}")
    path.write_text("\n".join(["\t".join(columns), *sorted("\t".join(row) for row in table)]) + "\n", "utf-8")
    print(f"{name}: {len(table)} rows, {path.stat().st_size // 1024} KiB")


@dataclass(frozen=True)
class Sources:
    """The folder of source tables, and what several tables need of each other."""

    folder: Path

    @cached_property
    def states(self) -> list[Record]:
        """The records of states, territories and regions."""
        return rows(self.folder, "states")

    @cached_property
    def organizations(self) -> list[tuple[str, ...]]:
        """The compiled rows; of two papers called "The Guardian" the second has its country in its key."""
        table: list[tuple[str, ...]] = []
        seen: collections.Counter[str] = collections.Counter()
        for o in rows(self.folder, "organizations"):
            kind = TYPES.get(o["type"], o["type"])
            me, source, aliases = key(o, kind), codes(o["source"]), names(o["aliases"], label=o["label"])
            if source == "sv":
                aliases = "|".join(a for a in parts(aliases) if a.isupper())
            seen[me] += 1
            if seen[me] > 1:
                me += f"-{o['country_iso3'].lower() or seen[me]}"
            table.append((me, kind, o["label"], aliases, names(o["needs_context"]), o["country_iso3"], source))
        return table

    @cached_property
    def body(self) -> dict[str, str]:
        """Names of organisations to keys; a label before another's alias."""
        labels = {row[2]: row[0] for row in reversed(self.organizations)}
        return {name: row[0] for row in self.organizations for name in parts(row[3])} | labels

    @cached_property
    def of_code(self) -> dict[str, str]:
        """ISO codes and codes of bodies to keys; of two items with one code the state that lasts."""
        lasting = [s for s in self.states if s["type"] in ("State", "PartiallyRecognizedState")]
        found = {s["iso3"]: s["qid"] for s in (*reversed(self.states), *lasting) if s["iso3"]}
        return found | {code: self.body[label] for code, label in BODIES.items()}

    @cached_property
    def units(self) -> dict[tuple[str, str], set[str]]:
        """Country and folded name to keys of first-level units."""
        found = collections.defaultdict(set)
        for p in rows(self.folder, "places"):
            if p["feature"] == "first-level unit":
                for name in (p["label"], *parts(p["aliases"])):
                    found[p["country_iso3"], fold(name).lower()].add(key(p, "Place"))
        return dict(found)


def compile_states(sources: Sources) -> None:
    """States, territories and regions."""
    table = []
    for s in sources.states:
        aliases = names(s["aliases"], s["official_names"], label=s["label"])
        metonyms = "|".join(m for m in parts(s["metonyms"]) if m not in METONYMS)
        kind = TYPES.get(s["type"], s["type"])
        head = (s["qid"], kind, s["label"], aliases, names(s["needs_context"]), s["iso3"])
        people = (s["demonym_adj"], s["demonym_noun"], s["capital_qid"], metonyms)
        table.append((*head, *people, s["start"], s["end"], s["alt_qids"], codes(s["source"])))
    write("states", table)


def compile_people(sources: Sources) -> None:
    """People of tiers 1 and 2, their offices and holdings."""
    titles, of_code = TitleTable((OUT,)), sources.of_code
    known = {o["qid"]: o for o in rows(sources.folder, "offices")}
    posts: dict[str, tuple[str, str]] = {}
    seats: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    holdings, table = [], []
    for p in rows(sources.folder, "people") + rows(sources.folder, "people_unresolved"):
        if p["tier"] not in ("1", "2"):
            continue
        me, label = key(p, "Person"), p["label"].replace('"', "")
        states = "|".join(of_code[c] if c in BODIES else c for c in parts(p["states"]))
        surnames = (names(p["surnames"]), p["surname_alone"], p["alone_years"])
        rest = (p["gender"], states, p["tier"], codes(p["source"]))
        table.append((me, label, names(p["aliases"], label=p["label"]), *surnames, *rest))
        for item in parts(p["offices"]):
            title, code, start, end, qid = item.split("~")
            of = of_code.get(code, "")
            if not qid:  # the compiler's own: an office only where it has a kind and a body ("cleric" is none)
                of = sources.body.get(re.sub(r"^.*? of (the )?", "", title), of)
                if not of or not titles.kind(title):
                    continue
            office = qid or f"office/{of}/{slug(title)}"
            seats[office][of] += 1
            posts.setdefault(office, (known[qid]["label"] if qid in known else title, qid))
            # "2014s" is a decade in the sources: too wide to be a bound
            first, last = ("" if day.endswith("s") else day for day in (start, end))
            holdings.append((me, office, first, last))
    write("people", table)
    write("holdings", once(holdings))
    offices: list[tuple[str, ...]] = []
    for office, (label, qid) in posts.items():
        of = seats[office].most_common(1)[0][0]
        offices.append((office, *_office(label, known.get(qid, {}), of, titles, sources), "ep" if qid else "ed"))
    write("offices", offices)


def _office(label: str, item: Record, of: str, titles: TitleTable, sources: Sources) -> tuple[str, str, str]:
    """Label, kind and body of an office; one of a unit or territory has none: it is not its state's."""
    label = re.sub(r" \([^)]*\)", "", label)
    other = {q: s["qid"] for s in sources.states for q in parts(s["alt_qids"])}
    seat = other.get(item.get("jurisdiction_qid", ""), item.get("jurisdiction_qid", ""))
    lands = {s["qid"]: fold(s["label"]).lower() for s in sources.states if s["type"] in ("Territory", "Region")}
    bodies = {s["qid"] for s in sources.states} - set(lands) | {row[0] for row in sources.organizations}
    iso3 = next((code for code, k in sources.of_code.items() if k == of and code not in BODIES), None)
    kind = titles.kind(label, iso3) or ""
    part = fold(label).lower().rpartition(" of ")[2].removeprefix("the ")
    of_unit = seat in lands or part in lands.values() or (iso3 or "", part) in sources.units
    if seat in bodies:
        of = seat
    elif kind not in ("ambassador", "permanent_representative", "deputy_ambassador") and (
        of_unit or UNIT.search(label.partition(" of ")[2])
    ):
        of = kind = ""
    elif not of:
        of = sources.of_code.get(item.get("country_iso3", ""), "")
    return label, kind, of


def compile_places(sources: Sources) -> None:
    """Places, each within the one first-level unit that its source names, where that is here."""
    states, table = {s["qid"] for s in sources.states}, []
    for p in rows(sources.folder, "places"):
        me = key(p, "Place")
        if me in states:  # Monaco and the like: one item for state and city
            continue
        feature = p["feature"].removesuffix(" (mention-only)").lower()
        feature = FEATURES.get(feature, "city" if feature.startswith("admin-") else feature)
        unit = p["label"].partition(", ")[2] or (p["adm1"] if feature != "unit" else "")  # "Moscow, Idaho" says it
        wider = sorted(sources.units.get((p["country_iso3"], fold(unit).lower()), set()) - {me})
        aliases = names(p["aliases"], label=p["label"])
        if feature == "unit":
            aliases = "|".join(a for a in parts(aliases) if not ABBREVIATED.fullmatch(a))
        where = (p["country_iso3"], wider[0] if len(wider) == 1 else "", p["lat"].rstrip("0"), p["lon"].rstrip("0"))
        table.append(
            (me, p["label"], aliases, p["ambiguous_word"], *where, feature, p["population"], codes(p["source"]))
        )
    write("places", table)


def compile_rest(sources: Sources) -> None:
    """Organisations, series, parties, metonyms and shields."""
    write("organizations", sources.organizations)
    table: list[tuple[str, ...]] = []
    for e in rows(sources.folder, "eventseries"):
        kind = TYPES.get(e["type"], e["type"])
        if e["qid"] not in NO_CONFLICT:
            bound = (names(e["aliases"], label=e["label"]), names(e["needs_context"]))
            table.append((key(e, kind), kind, e["label"], *bound, e["start"], e["end"], codes(e["source"])))
    write("series", table)
    shipped, table = {row[0] for row in sources.organizations}, []
    for p in rows(sources.folder, "parties"):
        # the state beside a party's name, in brackets, is a column here
        label, *others = (re.sub(r" \(.*?\)", "", n) for n in (p["label"], *p["aliases"].split("|")))
        if p["qid"] not in shipped and latin(label):
            aliases = names("|".join(n for n in others if latin(n) and "''" not in n), label=label)
            table.append((p["qid"], label, aliases, p["country_iso3"], codes(p["source"])))
    write("parties", table)
    write("metonyms", [(name, sources.body[body], "ed") for name, body in METONYMS.items()])
    write("shield", [(s["name"], s["qid"], s["what"], codes(s["source"])) for s in rows(sources.folder, "shield")])


def main() -> None:
    """Read the command line and compile."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the source tables, as their README describes them")
    sources = Sources(parser.parse_args().folder)
    for compile_table in (compile_states, compile_people, compile_places, compile_rest):
        compile_table(sources)


if __name__ == "__main__":
    main()
