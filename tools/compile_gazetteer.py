"""Compile the gazetteer's source tables into kg/data/gazetteer: the columns used, facts with short codes of their sources.

Run by a maintainer: ``python tools/compile_gazetteer.py FOLDER``. Left out: tables under a share-alike licence, second
sources under one, officials of tiers 3 and 4, QIDs known only from a mention, names in other scripts for parties.
"""

from __future__ import annotations

import argparse
import collections
import re
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.gazetteer.names import fold
from kg.gazetteer.offices import TitleTable
from kg.gazetteer.tables import COLUMNS
from kg.vocab.iri import slug

OUT = Path(__file__).resolve().parent.parent / "kg" / "data" / "gazetteer"
Record = dict[str, str]

# code -> what the source string begins with or holds; a source that matches none is an error, so that none goes unnamed
SOURCES = {
    "ep": "every-politician-scrapers/", "cl": "unitedstates/congress-legislators", "ne": "natural-earth", "os": "opensanctions/rigour",
    "cc": "datasets/country-codes", "fb": "factbook/factbook.json", "rc": "country-coder", "ns": "name-suggestion-index", "hw": "histwardb",
    "pf": "hdigital/partyfactsdata", "fk": "villmow/datasets_knowledge_embedding", "el": "ad-freiburg/", "fr": "thunlp/FewRel",
    "ot": "wetneb/opentapioca", "wm": "hearvox/wiki-media-cred", "hs": "DinisSousa2003/", "ar": "integrateddatasvc/agency-registry",
    "ed": "editor", "gz": "gazetteer:",
}  # fmt: skip
# share-alike lists whose Q codes are CC0: a row that rests on them alone keeps QID, name and acronym, and is marked
SHARE_ALIKE = ("confirmordeny/supraverden", "vladislavneon/RuBQ")
BODIES = {
    "ARABLEAGUE": "Arab League", "NATO": "North Atlantic Treaty Organization", "EU": "European Union", "UN": "United Nations",
    "IAEA": "International Atomic Energy Agency", "WHO": "World Health Organization", "IMF": "International Monetary Fund", "WORLDBANK": "World Bank",
}  # fmt: skip
# faults found in the sources: (table, QID, alias)
WRONG = {("places", "Q1223", "W.Va.")}
NO_CONFLICT = {"Q66003939"}  # an enthronement
UNIT = re.compile(
    r"\b(province|region|xunta|junta|generalitat|canton|oblast|krai|governorate|autonomous|basque|county|state) ", re.I
)
# these stand for the body and not for the state whose capital they are
EDITOR_METONYMS = [("Brussels", "European Union")]


def rows(folder: Path, name: str) -> list[Record]:
    """The records of a source table, curly apostrophes made straight."""
    head, *lines = (folder / f"{name}.tsv").read_text("utf-8").replace("’", "'").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def codes(source: str) -> str:
    """Source notes as codes, sorted; share-alike second sources are dropped."""
    found, lost = set(), []
    for note in re.split(r" ; ", source):
        if any(s in note for s in SHARE_ALIKE):
            continue
        hits = [code for code, sign in SOURCES.items() if sign in note]
        found.update(hits)
        if not hits:
            lost.append(note)
    if lost and not found:
        raise SystemExit(f"source not known: {lost}")
    return " ".join(sorted(found)) or "sv"


def names(*cells: str, label: str = "") -> str:
    """Alternatives of several cells joined, once each, without the label."""
    every = [n for cell in cells for n in cell.split("|") if n]
    return "|".join(n for n in dict.fromkeys(every) if n != label)


def latin(text: str) -> bool:
    """Whether all letters are Latin."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") or c in "ʻʼʿʾ’ʹʺ" for c in text)


def key(record: Record, kind: str) -> str:
    """The QID, or ``class/slug`` where none is known or it rests on a mention alone."""
    doubt = any("mention-only" in record.get(column, "") for column in ("match", "note", "feature"))
    return record["qid"] if record["qid"] and not doubt else f"{kind.lower()}/{slug(record['label'])}"


def once(holdings: list[tuple[str, str, str, str]]) -> list[tuple[object, ...]]:
    """Holdings without those that end before they begin; two tellings of one ("2014", "2014-05-26 to 2016") are joined."""
    kept: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for person, office, start, end in sorted(
        set(holdings), key=lambda h: (h[0], h[1], -len(h[2]), h[2], -len(h[3]), h[3])
    ):
        if start and end and end < start and not start.startswith(end):
            continue
        terms = kept.setdefault((person, office), [])
        for i, (first, last) in enumerate(terms):  # the finer dates stand first
            if start and first.startswith(start) and (not end or not last or last.startswith(end) or first == start):
                terms[i] = (first, max(last, end, key=len))
                break
        else:
            terms.append((start, end))
    return sorted((*who, *term) for who, terms in kept.items() for term in terms)


def write(name: str, table: list[tuple[object, ...]], order: bool = True) -> None:
    """Write one table, sorted; a key that stands twice is an error."""
    columns = COLUMNS[name]
    lines = ["\t".join(str(cell) for cell in row) for row in table]
    if columns[0] == "key" and (twice := [k for k, n in collections.Counter(row[0] for row in table).items() if n > 1]):
        raise SystemExit(f"{name}: keys twice: {twice}")
    (OUT / f"{name}.tsv").write_text(
        "\n".join(["\t".join(columns), *(sorted(lines) if order else lines)]) + "\n", "utf-8"
    )
    print(f"{name}: {len(lines)} rows, {(OUT / f'{name}.tsv').stat().st_size // 1024} KiB")


def compile_all(folder: Path) -> None:
    """Read the sources in a folder and write every table."""
    state_rows, org_rows = rows(folder, "states"), rows(folder, "organizations")
    other = {q: s["qid"] for s in state_rows for q in s["alt_qids"].split("|") if q}
    state_key = {s["iso3"]: s["qid"] for s in reversed(state_rows) if s["iso3"]}
    state_key |= {
        s["iso3"]: s["qid"] for s in state_rows if s["iso3"] and s["type"] in ("State", "PartiallyRecognizedState")
    }

    table: list[tuple[object, ...]] = []
    for s in state_rows:
        kind = {"DissolvedState": "State", "Territory": "Place", "Region": "Place"}.get(s["type"], s["type"])
        table.append((
            s["qid"], kind, s["label"], names(s["aliases"], s["official_names"], label=s["label"]), names(s["needs_context"]), s["iso3"],
            s["demonym_adj"], s["demonym_noun"], s["capital_qid"],
            "|".join(m for m in s["metonyms"].split("|") if m not in dict(EDITOR_METONYMS)), s["start"], s["end"], s["alt_qids"], codes(s["source"]),
        ))  # fmt: skip
    write("states", table)

    table = []
    body_key: dict[str, str] = {}
    for o in org_rows:
        kind = "Organization" if o["type"] == "Company" else o["type"]
        body_key.setdefault(o["label"], key(o, kind))
        aliases, source = names(o["aliases"], label=o["label"]), codes(o["source"])
        if source == "sv":
            aliases = "|".join(a for a in aliases.split("|") if a.isupper())
        table.append((
            key(o, kind), kind, o["label"], aliases, names(o["needs_context"]), o["country_iso3"], source
        ))  # fmt: skip
    numbered: collections.Counter[str] = collections.Counter()
    unique = []
    for row in table:  # two papers called "The Guardian": the country tells them apart
        numbered[str(row[0])] += 1
        unique.append(
            (f"{row[0]}-{str(row[5]).lower() or numbered[str(row[0])]}", *row[1:]) if numbered[str(row[0])] > 1 else row
        )
    write("organizations", unique)
    of_code = {**state_key, **{code: body_key[label] for code, label in BODIES.items()}}

    body_name = {name: str(row[0]) for row in unique for name in (str(row[2]), *str(row[3]).split("|")) if name}
    people = [p for p in rows(folder, "people") + rows(folder, "people_unresolved") if p["tier"] in ("1", "2")]
    titles = TitleTable((OUT,))
    offices = {o["qid"]: o for o in rows(folder, "offices")}
    bodies = (
        set(state_key.values())
        | {str(row[0]) for row in unique}
        | {s["qid"] for s in state_rows if s["type"] != "Territory"}
    )
    known_states = {s["qid"] for s in state_rows}
    places = {s["qid"] for s in state_rows if s["type"] in ("Territory", "Region")}
    post: dict[str, tuple[str, str]] = {}
    seats: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    holdings = []
    table = []
    for p in people:
        me = key(p, "Person")
        table.append((
            me, p["label"].replace('"', ""), names(p["aliases"], label=p["label"]), names(p["surnames"]), p["surname_alone"], p["alone_years"],
            p["gender"], "|".join(c if c in state_key else of_code.get(c, c) for c in p["states"].split("|") if c), p["tier"], codes(p["source"]),
        ))  # fmt: skip
        for item in filter(None, p["offices"].split("|")):
            label, code, start, end, qid = item.split("~")
            of = of_code.get(code, "")
            if not qid:  # the compiler's own: an office only where it has a kind and a body ("cleric" is none)
                of = body_name.get(re.sub(r"^.*? of (the )?", "", label), of)
                if not of or not titles.kind(label):
                    continue
            office = qid or f"office/{of}/{slug(label)}"
            seats[office][of] += 1
            post.setdefault(office, (offices[qid]["label"] if qid in offices else label, qid))
            # "2014s" is a decade in the sources: too wide to be a bound
            holdings.append((me, office, *("" if day.endswith("s") else day for day in (start, end))))
    write("people", table)
    write("holdings", once(holdings))

    units = collections.defaultdict(list)
    place_rows = rows(folder, "places")
    for p in place_rows:
        if p["feature"] == "first-level unit":
            for name in {p["label"], *p["aliases"].split("|")} - {""}:
                units[p["country_iso3"], fold(name).lower()].append(key(p, "Place"))
    territories = {fold(s["label"]).lower() for s in state_rows if s["type"] in ("Territory", "Region")}
    table = []
    for office, (label, qid) in post.items():
        label = re.sub(r" \([^)]*\)", "", label)
        known = offices.get(qid, {})
        seat = other.get(known.get("jurisdiction_qid", ""), known.get("jurisdiction_qid", ""))
        of = seats[office].most_common(1)[0][0]
        kind = titles.kind(label, next((c for c, k in state_key.items() if k == of), None)) or ""
        iso3 = next((code for code, k in state_key.items() if k == of), "")
        part = fold(label).lower().rpartition(" of ")[2].removeprefix("the ")
        abroad = kind in ("ambassador", "permanent_representative", "deputy_ambassador")
        if seat in bodies and seat not in places:
            of = seat
        elif not abroad and (
            seat in places or part in territories or (iso3, part) in units or UNIT.search(label.partition(" of ")[2])
        ):
            of = kind = ""  # an office of a unit or territory is none of its state
        elif not of:
            of = state_key.get(known.get("country_iso3", ""), "")
        table.append((office, label, kind, of, "ep" if qid else "ed"))
    write("offices", table)

    table = []
    for p in place_rows:
        me = key(p, "Place")
        if me in known_states:  # Monaco and the like: one item for state and city
            continue
        feature = p["feature"].removesuffix(" (mention-only)").lower()
        feature = {
            "populated place": "city",
            "historic place": "city",
            "admin-0 capital": "capital",
            "first-level unit": "unit",
        }.get(feature, "city" if feature.startswith("admin-") else feature)
        wider = (
            sorted(set(units.get((p["country_iso3"], fold(p["adm1"]).lower()), ())) - {me})
            if p["adm1"] and feature != "unit"
            else []
        )
        if unit := p["label"].partition(", ")[2]:  # "Moscow, Idaho" says it
            wider = sorted(set(units.get((p["country_iso3"], fold(unit).lower()), ())))
        aliases = "|".join(
            a for a in names(p["aliases"], label=p["label"]).split("|") if ("places", me, a) not in WRONG
        )
        table.append((
            me, p["label"], aliases, p["ambiguous_word"], p["country_iso3"], wider[0] if len(wider) == 1 else "",
            p["lat"].rstrip("0") if p["lat"] else "", p["lon"].rstrip("0") if p["lon"] else "", feature, p["population"], codes(p["source"]),
        ))  # fmt: skip
    write("places", table)

    table = []
    for e in rows(folder, "eventseries"):
        kind = "ArmedConflict" if e["type"] == "Conflict" else e["type"]
        if e["qid"] not in NO_CONFLICT:
            table.append((
                key(e, kind), kind, e["label"], names(e["aliases"], label=e["label"]), names(e["needs_context"]), e["start"], e["end"], codes(e["source"])
            ))  # fmt: skip
    write("series", table)

    shipped = {str(row[0]) for row in unique}
    table = []
    for p in rows(folder, "parties"):
        label, *others = (re.sub(r" \(.*?\)", "", n) for n in (p["label"], *p["aliases"].split("|")))
        if p["qid"] not in shipped and latin(label):  # the state beside a party's name, in brackets, is a column here
            aliases = names("|".join(n for n in others if latin(n) and "''" not in n), label=label)
            table.append((p["qid"], label, aliases, p["country_iso3"], codes(p["source"])))
    write("parties", table)
    write("metonyms", [(name, body_key[body], "ed") for name, body in EDITOR_METONYMS])
    write(
        "shield",
        [(s["name"], s["qid"], s["what"], codes(s["source"])) for s in rows(folder, "shield")],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the source tables, as their README describes them")
    compile_all(parser.parse_args().folder)
