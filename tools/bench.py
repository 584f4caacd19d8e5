"""What a build costs, as a multiple of the bare parse of the same texts in the same run: `make bench`.

Machines differ and are noisy, so every figure is a ratio to P, the time that spaCy alone takes; medians of three rounds
on one core (make sets one thread). Writes bench/RESULTS.md. Nothing here is asserted in a test.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from kg.annotate.nlp import Parser
from kg.config import Settings
from kg.model import Article, BuildResult
from kg.pipeline import Builder
from kg.read.inputs import read_inputs
from kg.resources import data_dir
from kg.scale.local import build_all
from kg.store.oxigraph import OxigraphStore

ROUNDS = 3
STAGES = ("annotate", "extract", "link", "events", "graph", "validate")


def texts(count: int) -> list[Article]:
    """The samples again and again, each with a last line of its own, so that no two texts are equal."""
    samples = [item for item in read_inputs([data_dir("samples")]) if isinstance(item, Article)]
    chosen = (samples[n % len(samples)] for n in range(count))
    return [replace(a, id=f"{a.id}-{n}", text=f"{a.text}\n\nCopy number {n}.") for n, a in enumerate(chosen)]


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def bare(parser: Parser, articles: list[Article]) -> float:
    """P: the same texts through the spaCy pipeline and nothing else."""
    texts = [article.reading for article in articles]
    return seconds(lambda: [None for _ in parser.nlp.pipe(texts, batch_size=parser.settings.batch)])


def whole(builder: Builder, articles: list[Article]) -> tuple[float, Counter[str], list[BuildResult]]:
    """Everything that `kg build` does in one process, to stored and validated; and the seconds of each stage."""
    stages: Counter[str] = Counter()
    results: list[BuildResult] = []
    with TemporaryDirectory() as folder, OxigraphStore(Path(folder) / "store", builder.settings.base) as store:
        start = perf_counter()
        for result in builder.build(articles):
            results.append(result)
            stages.update(result.seconds)
            if len(results) % builder.settings.batch == 0:
                stages["store"] += seconds(
                    lambda: store.put([r.quads for r in results[-builder.settings.batch :] if r.quads])
                )
        rest = results[len(results) - len(results) % builder.settings.batch :]
        stages["store"] += seconds(lambda: store.put([r.quads for r in rest if r.quads]))
        return perf_counter() - start, stages, results


def help_time() -> float:
    """Seconds until `kg --help` is there, in a process of its own."""
    return seconds(lambda: subprocess.run([sys.executable, "-m", "kg", "--help"], check=True, capture_output=True))


def main() -> None:
    """Measure, print, write the results."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--articles", type=int, default=200)
    parse.add_argument("--out", type=Path, default=Path("bench/RESULTS.md"))
    chosen = parse.parse_args()
    settings, articles = Settings(), texts(chosen.articles)
    builder, parser = Builder(settings), Parser(settings)
    bare(parser, articles[:20])
    rounds = [(bare(parser, articles), *whole(builder, articles)) for _ in range(ROUNDS)]
    base = median(r[0] for r in rounds)
    results = rounds[-1][3]
    words = sum(len(a.reading.split()) for a in articles)
    quads = sum(r.quads.graph.count("\n") for r in results if r.quads)
    events = sum(len(r.events) for r in results)
    rows = [("bare parse, P", base, f"{words / base:,.0f} words a second")]
    rows.append(("the whole build, one process", median(r[1] for r in rounds), f"{quads:,} quads, {events:,} events"))
    rows += [(f"— {stage}", median(r[2][stage] for r in rounds), "") for stage in ("parse", *STAGES, "store")]
    several = seconds(lambda: sum(1 for _ in build_all(articles, settings, 2, few=0)))
    rows.append(("the build by two processes, without the store, loading included", several, ""))
    lines = [
        f"# What a build costs ({date.today().isoformat()})",
        "",
        f"{len(articles)} articles of {words // len(articles)} words on average: the samples, each copy with a line "
        "of its own.",
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, spaCy {version('spacy')}, "
        f"{settings.model} {version(settings.model)}, pyoxigraph {version('pyoxigraph')}, validator "
        f"{type(builder.stages.validator).__name__}. Medians of {ROUNDS} rounds; repeat with `make bench`.",
        "",
        "| what | seconds | × P | |",
        "|---|---:|---:|---|",
        *(f"| {name} | {value:.2f} | {value / base:.2f} | {note} |" for name, value, note in rows),
        "",
        f"`kg --help`: {median(help_time() for _ in range(5)):.2f} s. "
        f"Peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB.",
        "",
    ]
    chosen.out.parent.mkdir(exist_ok=True)
    chosen.out.write_text("\n".join(lines), "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
