"""``kg lexicon``: look into the words that tell events, check them, and try a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import FormatOption, OutOption, QuietOption, settings
from kg.cli.output import Cell, Form, Format, choose, say, write_rows, write_text
from kg.cli.traced import as_json, as_text
from kg.errors import UnknownName

if TYPE_CHECKING:
    from kg.extract.lexicon import Frame

__all__ = ["app"]

_DAY = date(2015, 6, 10)
"""The day on which examples are taken to be published; expected days count from it."""

_CELL = 64
"""Characters of a cell of a table of frames."""

app = typer.Typer(
    help="Look into the words that tell events, check them, try a sentence.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("show")
def show(
    word: Annotated[str | None, typer.Argument(metavar="WORD", help="A verb, noun or adjective; or a frame.")] = None,
    class_: Annotated[
        str | None,
        typer.Option("--class", "-c", metavar="CLASS", help="Only frames of an event class or one below it."),
    ] = None,
    format: FormatOption = None,
    output: OutOption = None,
) -> None:
    """The frames: which word with which arguments tells which event.

    Where several frames of a word match, the one that stands first is read: by declared preference, then words, then
    conditions, then roles filled.
    """
    from kg.extract.lexicon import Lexicon
    from kg.extract.shadows import preferred
    from kg.vocab.ontology import Ontology

    ontology = Ontology.load()
    if class_ is not None and class_ not in ontology.classes:
        raise UnknownName("event class", class_, [c for c in ontology.classes if ontology.is_a(c, "Event")])
    lexicon = Lexicon.load(ontology, settings().lexicon)
    frames = [
        frame
        for frame in lexicon
        if (class_ is None or ontology.is_a(frame.event, class_)) and (word is None or _tells(frame, word))
    ]
    if not frames and word is not None:
        near = {w for frame in lexicon for lemma in frame.lemmas for w in lemma.split() if w[:4] == word[:4]}
        raise UnknownName("frame", word, sorted(near) or sorted({frame.event for frame in lexicon}))
    columns = ["frame", "pos", "words", "event", "arguments", "conditions", "prefer", "file", "example"]
    rows: Iterable[list[Cell]] = map(_row, preferred(frames) if word else sorted(frames, key=lambda f: f.id))
    if choose(format, output) is Format.table:  # for the eye: the longest lists hold a hundred words
        rows = ([shorten(cell, _CELL, placeholder=" …") if isinstance(cell, str) else cell for cell in r] for r in rows)
    write_rows(columns, rows, format, output)


def _tells(frame: Frame, word: str) -> bool:
    return word in (frame.id, frame.event) or any(word in (lemma, *lemma.split()) for lemma in frame.lemmas)


def _row(frame: Frame) -> list[Cell]:
    conditions = [f"{argument} {' or '.join(kinds)}" for argument, kinds in frame.where.items()]
    conditions += [f"with {need.replace('|', ' or ')}" for need in frame.need]
    conditions += [f"without {lack}" for lack in frame.lacks]
    conditions += [f"carried by {', '.join(frame.light)}"] if frame.light else []
    return [
        frame.id,
        frame.pos,
        ", ".join(frame.lemmas),
        frame.event,
        ", ".join(f"{argument} → {role}" for argument, role in frame.args.items()),
        "; ".join(conditions),
        frame.prefer or None,
        frame.file,
        frame.examples[0].text,
    ]


@app.command("check")
def check(format: FormatOption = None, output: OutOption = None, quiet: QuietOption = False) -> None:
    """Check the lexicon: classes and roles, examples, frames that no example tests, frames that others hide.

    A file that does not parse, or names a class, role or condition that does not exist, is one sentence with exit code
    2. Exit code 1 where an example is not read as expected, no example of a frame asks for a filler, or a frame is
    hidden by another that always goes before it.
    """
    from kg.annotate.annotator import RuleAnnotator
    from kg.annotate.nlp import Parser
    from kg.extract.check import check_examples
    from kg.extract.rules import RuleExtractor
    from kg.extract.shadows import shadows, untested
    from kg.stages import Knowledge

    chosen = settings()
    known = Knowledge.load(chosen)
    lexicon = known.lexicon
    found: list[list[Cell]] = []
    for shadow in shadows(lexicon):
        why = "the name alone decides between it and" if shadow.named else "never read: before it always goes"
        found.append(["hidden", shadow.frame, lexicon.frames[shadow.frame].file, f"“{shadow.word}” {why} {shadow.by}"])
    silent = "no example asks for a filler"
    found += (["untested", frame, lexicon.frames[frame].file, silent] for frame in untested(lexicon))
    extractor, number = RuleExtractor(lexicon), 0
    for outcome in check_examples(lexicon, Parser(chosen), RuleAnnotator(known.gazetteer), extractor, _DAY):
        number += 1
        if outcome.faults:
            told = f"“{outcome.text}” {'; '.join(outcome.faults)}"
            found.append(["example", outcome.frame, lexicon.frames[outcome.frame].file, told])
    if found or output is not None:
        write_rows(["fault", "frame", "file", "told"], found, format, output)
    if not quiet:
        counts = {kind: sum(row[0] == kind for row in found) for kind in ("example", "untested", "hidden")}
        say(
            f"{len(lexicon.frames)} frames, {number} examples: {counts['example']} not as expected, "
            f"{counts['untested']} frames untested, {counts['hidden']} hidden"
        )
    if found:
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
    from kg.pipeline import Builder
    from kg.stages import Knowledge, load_stages

    chosen = settings()
    known = Knowledge.load(chosen)
    article = Article(id="try", text=sentence, published=on.date() if on else None)
    traces = list(trace(article, Builder(chosen, load_stages(chosen, known)), known.lexicon))
    write_text(as_json(traces) if format is Form.json else as_text(traces), output)
