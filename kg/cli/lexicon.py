"""``kg lexicon``: look into the words that tell events, check them, and try a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

import typer

from kg.cli.options import FormatOption, OutOption, QuietOption, settings
from kg.cli.output import say, write_rows, write_text
from kg.errors import UnknownName
from kg.model import BuildResult, Event

__all__ = ["app"]

_DAY = date(2015, 6, 10)
"""The day on which examples are taken to be published; expected days count from it."""

app = typer.Typer(
    help="Look into the words that tell events, check them, try a sentence.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("show")
def show(
    word: Annotated[str | None, typer.Argument(metavar="WORD", help="A verb, noun, adjective, or event class.")] = None,
    format: FormatOption = None,
    output: OutOption = None,
) -> None:
    """The frames: which word with which arguments tells which event."""
    from kg.extract.lexicon import Lexicon
    from kg.vocab.ontology import Ontology

    lexicon = Lexicon.load(Ontology.load(), settings().lexicon)
    frames = sorted(lexicon, key=lambda f: f.id)
    if word is not None:
        frames = [f for f in frames if word in (f.id, f.event) or any(word in (w, *w.split()) for w in f.lemmas)]
        if not frames:
            raise UnknownName("frame", word, sorted({f.event for f in lexicon}))
    rows = (
        [
            f.id,
            f.pos,
            ", ".join(f.lemmas),
            f.event,
            ", ".join(f"{argument} → {role}" for argument, role in f.args.items()),
            f.examples[0].text,
        ]
        for f in frames
    )
    write_rows(["frame", "pos", "words", "event", "arguments", "example"], rows, format, output)


@app.command("check")
def check(quiet: QuietOption = False) -> None:
    """Read the lexicon and run every example; exit code 1 where one does not give what it expects."""
    from kg.annotate.annotator import RuleAnnotator
    from kg.annotate.nlp import Parser
    from kg.extract.check import check_examples
    from kg.extract.rules import RuleExtractor
    from kg.pipeline import Knowledge

    chosen = settings()
    known = Knowledge.load(chosen)
    annotator, extractor = RuleAnnotator(known.gazetteer), RuleExtractor(known.lexicon)
    outcomes = list(check_examples(known.lexicon, Parser(chosen), annotator, extractor, _DAY))
    wrong = [outcome for outcome in outcomes if outcome.faults]
    for outcome in wrong:
        say(f"{outcome.frame}: {outcome.text}: {'; '.join(outcome.faults)}")
    if not quiet:
        say(f"{len(outcomes)} examples, {len(wrong)} not as expected")
    if wrong:
        raise typer.Exit(1)


@app.command("try")
def try_(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="A sentence, or a few.")],
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], metavar="DAY", help="As if published on that day."),
    ] = None,
    output: OutOption = None,
) -> None:
    """Read a sentence as if it were an article: its events, and what was refused with the reason."""
    from kg.model import Article
    from kg.pipeline import Builder

    article = Article(id="try", text=sentence, published=on.date() if on else None)
    result = next(iter(Builder(settings()).build([article])))
    write_text("\n".join(_told(result)), output)


def _told(result: BuildResult) -> Iterator[str]:
    if result.error:
        yield result.error
    elif not result.events:
        yield "no event"
    for event in result.events:
        yield from _event(event)
    for item in result.quarantined:
        yield f"quarantined: {item.event}: {'; '.join(f.message for f in item.findings)}"
    for refused in result.dropped:
        yield f"refused by {refused.stage}: {refused.reason}{f' (“{refused.span.text}”)' if refused.span else ''}"


def _event(event: Event) -> Iterator[str]:
    claim = event.claims[0]
    yield f"{event.type} ({event.status}, {claim.polarity}) by “{claim.trigger.text}”, frame {claim.frame}"
    for part in event.participants:
        words = f"“{part.mention.text}”, " if part.mention else ""
        office = f", {part.holding.office.label}" if part.holding else ""
        yield f"  {part.role:<12} {part.entity.label}{office} ({words}{part.path or part.found_by})"
    for name, other in event.related:
        yield f"  {name:<12} {other.rpartition('/')[2]}"
    if event.time:
        yield f"  time         {event.time.edtf} (“{event.time.phrase or ''}”, {event.time.rule})"
    if claim.attributed_to:
        yield f"  said by      {', '.join(entity.label for entity in claim.attributed_to)} ({claim.attribution_type})"
