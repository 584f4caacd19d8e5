"""``kg explain``: an event or a link with the words, rule and choices behind it; or why a sentence gave nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import OutOption, StoreOption, settings
from kg.cli.output import Form, write_text
from kg.cli.traced import as_json, as_text
from kg.config import Settings
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.evaluate.trace import Trace

__all__ = ["explain"]


def explain(
    name: Annotated[
        str | None, typer.Argument(metavar="IRI", help="An event or link: its IRI, or ARTICLE/event/12-19.")
    ] = None,
    article: Annotated[
        str | None,
        typer.Option("--article", "-a", metavar="ID", help="An article: what came of its sentences, and why."),
    ] = None,
    sentence: Annotated[
        str | None,
        typer.Option("--sentence", "-s", metavar="WORDS", help="With --article: the sentence with these words."),
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="START-END", help="With --article: the sentences at these offsets.")
    ] = None,
    store: StoreOption = None,
    format: Annotated[Form, typer.Option("--format", "-f", help="How it is written.")] = Form.text,
    output: OutOption = None,
) -> None:
    """Explain an event or a link: the sentence, with its words marked, and how each part was read.

    In the sentence *this* is the word that tells the event and [these] are those who take part. For an event also: its
    frame in the lexicon, roles and how each was found, who says so, confidence, time with phrase, anchor and rule,
    findings of the shapes, and the links to Wikidata with the candidates that were weighed.

    With --article the article is read again as it stands in the store: for each sentence, or those with the words of
    --sentence or at the offsets of --at, whom it names, its events, each frame that was tried with the argument that
    was missing, what was dropped at which stage and why, and the verbs for which the lexicon has no frame.
    """
    if (name is None) is (article is None):
        raise UsageError("kg explain needs one of: an event or link (ARTICLE/event/12-19), or --article ID")
    if name is None:
        traces = _traces(settings(store=store), article or "", sentence, at)
        write_text(as_json(traces) if format is Form.json else as_text(traces), output)
        return
    if sentence is not None or at is not None:
        raise UsageError("--sentence and --at go with --article ID, not with an event or a link")
    from kg.audit import findings
    from kg.graph.explain import explain as explained
    from kg.store import open_store
    from kg.vocab.ontology import Ontology

    chosen = settings(store=store)
    with closing(open_store(chosen, write=False)) as opened:
        row = explained(opened, Ontology.load(), chosen.base, name)
        if "event" in row:
            row["findings"] = [
                f"{f.severity} {f.shape}: {f.message}" for f in findings(opened, chosen, row["article"], row["event"])
            ]
    if format is Form.json:
        write_text(json.dumps(row, ensure_ascii=False, indent=1), output)
    else:
        write_text("\n".join(_event(row) if "event" in row else _link(row)), output)


def _traces(chosen: Settings, article: str, sentence: str | None, at: str | None) -> list[Trace]:
    """What came of the sentences asked for, in the article as the store has it."""
    from kg.evaluate.trace import locate, trace
    from kg.pipeline import Builder
    from kg.query.article import stored_article
    from kg.stages import Knowledge, load_stages
    from kg.store import open_store

    if sentence is not None and at is not None:
        raise UsageError("--sentence and --at say the same; give one of them")
    with closing(open_store(chosen, write=False)) as opened:
        found = stored_article(opened, chosen.base, article)
    within = locate(found, words=sentence, at=_offsets(at)) if sentence is not None or at is not None else None
    known = Knowledge.load(chosen)
    return list(trace(found, Builder(chosen, load_stages(chosen, known)), known.lexicon, within))


def _offsets(at: str | None) -> tuple[int, int] | None:
    if at is None:
        return None
    first, dash, last = at.partition("-")
    if not (dash and first.isdecimal() and last.isdecimal()):
        raise UsageError(f"--at is {at!r}; write two offsets into the text, such as 120-180")
    return int(first), int(last)


def _event(row: dict[str, Any]) -> Iterator[str]:
    code = "/".join(part for part in (row["plover"], row["mode"]) if part)
    yield f"{row['type']} ({', '.join(x for x in (row['status'], code, row['polarity']) if x)})"
    yield f"  {row['event']}"
    yield from _said(row)
    yield ""
    how = {(why["role"], why["iri"]): why for why in row["why"]["roles"]}
    for role, fillers in row["roles"].items():
        for filler in fillers:
            yield from _role(role, filler, how[role, filler["iri"]])
    for place in row["place"]:
        if all(place["iri"] != filler["iri"] for fillers in row["roles"].values() for filler in fillers):
            yield f"  place      {_named(place)}"
    yield from _time(row["time"])
    yield ""
    for claim in row["why"]["claims"]:
        by = f" by {', '.join(claim['attributedTo'])}" if claim["attributedTo"] else ""
        yield f"  claim      {claim['polarity']}, {claim['certainty']}; {claim['attributionType']}{by}"
        yield f"             frame {claim['frame'] or 'none'}, confidence {claim['confidence']:g}"
    for said in row["content"]:
        yield f"  content    “{_flat(said['text'])}” ({said['polarity']})"
    for link in row["why"]["links"]:
        yield f"  link       {_choice(link)}"
    for finding in row["findings"] or ["conforms"]:
        yield f"  shapes     {finding}"


def _said(row: dict[str, Any]) -> Iterator[str]:
    """The evidence, with the trigger and the words of those who take part marked; and where it stands."""
    fillers = [filler for found in row["roles"].values() for filler in found]
    for stretch in row["evidence"]:
        marks = {
            (word["start"], word["end"]): ("[", "]")
            for word in fillers
            if word["start"] is not None and word.get("part") == stretch.get("part")
        }
        if row["trigger"] and row["trigger"].get("part") == stretch.get("part"):
            marks[row["trigger"]["start"], row["trigger"]["end"]] = ("*", "*")
        yield f"  “{_flat(_marked(stretch['quote'], stretch['start'], marks))}”"
    source = [row["article"], row["publisher"], row["published"], row["title"]]
    where = ", ".join(f"{s.get('part', 'text')} {s['start']}-{s['end']}" for s in row["evidence"])
    yield f"  {' · '.join(x for x in source if x)} · {where}"


def _marked(text: str, start: int, marks: dict[tuple[int, int], tuple[str, str]]) -> str:
    """Put marks around stretches of the article that lie in this text; where two overlap, around the first."""
    out, at = [], 0
    for (first, last), (before, after) in sorted(marks.items()):
        low, high = first - start, last - start
        if low >= at and high <= len(text):
            out += [text[at:low], before, text[low:high], after]
            at = high
    return "".join((*out, text[at:]))


def _role(role: str, filler: dict[str, Any], why: dict[str, Any]) -> Iterator[str]:
    yield f"  {role:<10} {_named(filler)}{', ' + filler['office'] if filler['office'] else ''}"
    found = [
        f"“{_flat(filler['text'])}”" if filler["text"] else "",
        why["foundBy"] or "",
        why["path"] or "",
        f"on behalf of {', '.join(why['onBehalfOf'])}" if why["onBehalfOf"] else "",
        f"accompanies {why['accompanies']}" if why["accompanies"] else "",
    ]
    if any(found):
        yield f"             {'; '.join(x for x in found if x)}"
    for member in filler["members"]:
        yield f"             member {_named(member)}"


def _named(filler: dict[str, Any]) -> str:
    facts = [x for x in (filler["type"], filler["wikidata"], filler["state"]) if x]
    return f"{filler['label']} ({', '.join(facts)})"


def _time(time: dict[str, Any] | None) -> Iterator[str]:
    if time is None:
        yield "  time       not said, or not resolved"
        return
    days = " to ".join(x or "?" for x in dict.fromkeys((time["earliest"], time["latest"])))
    phrase = f"“{_flat(time['phrase'])}”" if time["phrase"] else "no phrase"
    yield f"  time       {days} (EDTF {time['edtf']}): {phrase}, counted from {time['anchor']}, rule {time['rule']}"


def _link(row: dict[str, Any]) -> Iterator[str]:
    yield f"{_choice(row)}"
    yield f"  {row['link']}"
    for mention in row["mentions"]:
        yield f"  “{_flat(mention['text'])}” at {mention.get('part', 'text')} {mention['start']}-{mention['end']}"


def _choice(link: dict[str, Any]) -> str:
    score = f", score {link['score']:g}" if link["score"] is not None else ""
    others = "; ".join(f"{c['label']} ({c['wikidata']}) {c['score']:g}" for c in link["candidates"])
    chosen = f" → {link['wikidata']}" if link["wikidata"] else ""
    return (
        f"{link['name']}{chosen}: {link['status']} by {link['method']}{score}{f'; weighed: {others}' if others else ''}"
    )


def _flat(words: str) -> str:
    return " ".join(words.split())
