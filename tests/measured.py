"""What the reading of the samples and short texts gives now; run as a script it writes what the tests hold it to.

``python tests/measured.py golden`` writes tests/golden, ``floors`` tests/gold/baseline.json and the tables of
docs/accuracy.md, ``short`` tests/gold/short_known_failures.txt, ``merging`` tests/gold/stories/baseline.json, ``hash``
tests/samples.sha256, and says what CHANGELOG.md has to name. Each is to be read in a diff: what got better, and what
worse.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from determinism import PINNED, Circumstances, changelog_line

from kg.cli.eval import rows_of
from kg.cli.eval_merge import merged_of
from kg.config import Settings
from kg.evaluate.baseline import Baseline
from kg.evaluate.gold import Gold, load_gold
from kg.evaluate.merged import MergeScore, score_merged
from kg.evaluate.score import Score, score
from kg.evaluate.stories import load_story, stories_in
from kg.model import Article
from kg.pipeline import Builder
from kg.read.inputs import read_inputs
from kg.resources import data_dir
from kg.vocab.iri import PREFIXES

TESTS = Path(__file__).parent
GOLD, GOLDEN = TESTS / "gold", TESTS / "golden"
BASELINE, FAILURES = GOLD / "baseline.json", GOLD / "short_known_failures.txt"
MERGING = GOLD / "stories" / "baseline.json"
ACCURACY = TESTS.parent / "docs" / "accuracy.md"
NOWHERE = Settings(store=str(TESTS / "no-store"), jobs=1)
"""Settings whose store is not there, so that all is read anew."""

_RUN = re.compile(r"(/run/[^/>]+/)[0-9a-f]{16}>")


def gold_files() -> list[Path]:
    """The annotations of the samples."""
    return sorted(path for path in GOLD.glob("*.json") if path != BASELINE)


@cache
def sample_score() -> Score:
    """The samples, read and scored."""
    golds = [one for path in gold_files() for one in load_gold(path)]
    return score(golds, rows_of(golds, [str(data_dir("samples"))], NOWHERE))


def story_files() -> list[Path]:
    """The annotated stories."""
    return stories_in([GOLD / "stories"])


@cache
def merge_score() -> MergeScore:
    """The stories, read, merged and scored."""
    stories = [load_story(path) for path in story_files()]
    return score_merged(stories, merged_of(stories, NOWHERE))


@cache
def short_golds() -> tuple[Gold, ...]:
    """The annotations of the short texts."""
    return tuple(load_gold(GOLD / "short.jsonl"))


@cache
def short_faults() -> dict[str, tuple[str, ...]]:
    """What is wrong in the reading of each short text."""
    rows = rows_of(short_golds(), (), NOWHERE)
    return {
        gold.id: tuple(f"{m.kind} {m.type}: {m.told}" for m in score([gold], rows).misses) for gold in short_golds()
    }


def known_failures() -> dict[str, str]:
    """The short texts that are known to be read wrong, each with the reason."""
    lines = (line.partition("\t") for line in FAILURES.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {name: reason for name, _, reason in lines}


def golden(articles: list[Article]) -> dict[str, str]:
    """The graph of each article as TriG, in one order.

    The name of the run is left open: it changes with every edit of a data file, whether it changes the reading or not.
    """
    found = {}
    for result in Builder(Settings()).build(articles):
        assert result.quads is not None, result.error
        lines = sorted(_RUN.sub(r"\1RUN>", result.quads.graph).splitlines(keepends=True))
        quads = ox.parse("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
        text = ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=PREFIXES).decode().splitlines(keepends=True)
        found[result.article.id] = "".join(sorted(text, key=lambda line: (0, line) if line[0] == "@" else (1, "")))
    return found


def samples() -> list[Article]:
    """The samples as articles."""
    return [item for item in read_inputs([data_dir("samples")]) if isinstance(item, Article)]


def with_golden_graph() -> list[Article]:
    """All articles that have a golden graph: the samples, and the texts beside the graphs."""
    return [*samples(), *(item for item in read_inputs([GOLDEN / "texts"]) if isinstance(item, Article))]


def figures() -> str:
    """The figures as tables of Markdown, with those of confidence and the number of short texts read right."""
    found, faults = sample_score(), short_faults()
    rows = ["", "| figure | value | of |", "|---|---|---|"]
    for figure in found.figures():
        if figure.value is not None:
            of = "" if figure.of is None else f"{figure.right} of {figure.of}"
            rows.append(f"| {figure.name} | {figure.value:.2f} | {of} |")
    rows += ["", "| confidence from | events | right |", "|---|---|---|"]
    for tenth, (right, number) in found.reliability.items():
        rows.append(f"| {tenth:.1f} | {number} | {right / number:.2f} |")
    fine = sum(not wrong for wrong in faults.values())
    rows += ["", f"Of the {len(faults)} short texts, {fine} are read without any fault.", "", ""]
    return "\n".join(rows)


def write(what: str) -> None:
    """Write what the tests hold the reading to."""
    if what == "golden":
        GOLDEN.mkdir(exist_ok=True)
        for name, text in golden(with_golden_graph()).items():
            (GOLDEN / f"{name}.trig").write_text(text, "utf-8", newline="\n")
    elif what == "floors":
        BASELINE.write_text(Baseline.measured(gold_files(), sample_score()).text(), "utf-8")
        page = ACCURACY.read_text("utf-8")
        head, _, rest = page.partition(" writes what follows -->\n")
        ACCURACY.write_text(f"{head} writes what follows -->\n{figures()}{rest[rest.index('<!-- end -->') :]}", "utf-8")
    elif what == "merging":
        MERGING.write_text(Baseline.measured(story_files(), merge_score()).text(), "utf-8")
    elif what == "short":
        head = "# Short texts that are read wrong today, and how; python tests/measured.py short writes this.\n"
        wrong = {name: faults for name, faults in sorted(short_faults().items()) if faults}
        FAILURES.write_text(head + "".join(f"{name}\t{'; '.join(faults)}\n" for name, faults in wrong.items()), "utf-8")
    elif what == "hash":
        with TemporaryDirectory() as folder:
            reading = Circumstances().hashes(Path(folder)).reading
        PINNED.write_text(f"{reading}\n", "utf-8")
        line = changelog_line(reading)
        if line not in (TESTS.parent / "CHANGELOG.md").read_text("utf-8"):
            sys.stdout.write(f"CHANGELOG.md, under Changed, in place of the line that begins so, needs:\n{line}: WHY\n")
    else:
        sys.exit(f"measured.py: {what!r} is none of golden, floors, hash, merging, short")


if __name__ == "__main__":
    for name in sys.argv[1:] or ["golden", "floors", "short", "merging", "hash"]:
        write(name)
