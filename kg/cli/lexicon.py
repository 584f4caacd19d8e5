"""``kg lexicon``: look into the words that tell events, check them, and try a sentence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from kg.cli.options import FormatOption, OutOption, QuietOption, settings
from kg.cli.output import Form, say, write_rows, write_text
from kg.cli.traced import as_json, as_text
from kg.errors import UnknownName

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
    format: Annotated[Form, typer.Option("--format", "-f", help="How it is written.")] = Form.text,
    output: OutOption = None,
) -> None:
    """Read a sentence as if it were an article: its events, each frame that was tried, what was dropped and why."""
    from kg.evaluate.trace import trace
    from kg.model import Article
    from kg.pipeline import Builder, Knowledge, load_stages

    chosen = settings()
    known = Knowledge.load(chosen)
    article = Article(id="try", text=sentence, published=on.date() if on else None)
    traces = list(trace(article, Builder(chosen, load_stages(chosen, known)), known.lexicon))
    write_text(as_json(traces) if format is Form.json else as_text(traces), output)
