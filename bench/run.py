"""What a build costs, as a multiple of the bare parse of the same texts in the same run: `make bench`.

Machines differ and are noisy, so every figure is a ratio to P, the time that spaCy alone takes, on one core (make sets
one thread). Writes bench/RESULTS.md. Nothing here is asserted in a test.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import partial
from importlib.metadata import version
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import perf_counter

from endpoint import serving_table
from graphs import TOGETHER, Graphs
from merging import merging_table
from serve import pages_table
from texts import articles

from kg import plugins
from kg.annotate.nlp import Parser
from kg.config import Settings
from kg.model import Article, ArticleQuads
from kg.pipeline import Builder
from kg.query.catalog import load_catalog
from kg.query.run import bind, counts, first_rows, resolve
from kg.scale.local import build_all, ready
from kg.store.kept import LONG
from kg.store.oxigraph import OxigraphStore

STAGES = ("parse", "annotate", "extract", "link", "events", "graph", "validate", "store")
TARGETS = {
    "the whole build": "≤ 1.8, aim 1.4",
    "extraction (annotate, extract, link, events)": "≤ 0.3, aim 0.2",
    "validation": "≤ 0.25",
    "quads and store": "≤ 0.25",
}
NEWS = 100
"""Articles built while the endpoint is asked."""
SAMPLES = 200
"""Articles whose quads the SHACL engines read and the larger stores are made of."""
Table = list[str]


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


# -------------------------------------------------------------------------------------------------------------- stages


def whole(builder: Builder, texts: list[Article]) -> tuple[float, Counter[str], Counter[str], list[ArticleQuads]]:
    """Everything that `kg build` does in one process, to stored and validated.

    Gives the seconds, those of each stage, how many events and quads came out, and the quads of the first articles: all
    of them would fill the memory, which a build does not.
    """
    stages: Counter[str] = Counter()
    made: Counter[str] = Counter()
    first: list[ArticleQuads] = []
    with TemporaryDirectory() as folder, OxigraphStore(Path(folder) / "store", builder.settings.base) as store:
        start = perf_counter()
        stream = builder.build(texts)
        while batch := list(islice(stream, builder.settings.batch)):
            quads = [result.quads for result in batch if result.quads]
            stages["store"] += seconds(partial(store.put, quads))
            for result in batch:
                stages.update(result.seconds)
                made["events"] += len(result.events)
            made["quads"] += sum(article.graph.count("\n") for article in quads)
            first += quads[: SAMPLES - len(first)]
        return perf_counter() - start, stages, made, first


def stages_table(texts: list[Article], rounds: int) -> tuple[Table, list[ArticleQuads]]:
    """P, the whole build, and each stage; and the quads of the first articles."""
    settings = Settings()
    builder, parser = ready(settings, Builder), Parser(settings)
    words = sum(len(a.reading.split()) for a in texts)

    def bare() -> None:
        for _ in parser.nlp.pipe([a.reading for a in texts], batch_size=settings.batch):
            pass

    parser.nlp(texts[0].reading)
    runs = [(seconds(bare), *whole(builder, texts)) for _ in range(rounds)]
    base = median(run[0] for run in runs)
    _, _, _, made, first = runs[-1]

    def of(*names: str) -> float:
        return median(sum(run[2][name] for name in names) for run in runs)

    rows = [
        ("bare parse, P", base, f"{words / base:,.0f} words a second", ""),
        ("the whole build", median(run[1] for run in runs), f"{made['quads']:,} quads, {made['events']:,} events", ""),
        ("extraction (annotate, extract, link, events)", of("annotate", "extract", "link", "events"), "", ""),
        ("validation", of("validate"), "", ""),
        ("quads and store", of("graph", "store"), "", ""),
        *((f"— {name}", of(name), "", "") for name in STAGES),
    ]
    table = [
        f"{len(texts)} articles of {words // len(texts)} words on average, medians of {rounds} rounds, one process; "
        f"{builder.settings.model} {version(builder.settings.model)}, {type(builder.stages.validator).__name__}.",
        "",
        "| what | seconds | × P | target | |",
        "|---|---:|---:|---|---|",
        *(f"| {n} | {value:.2f} | {value / base:.2f} | {TARGETS.get(n, '')} | {note} |" for n, value, note, _ in rows),
    ]
    return table, first, base / len(texts)


# ----------------------------------------------------------------------------------------------------------- processes


def processes_table(count: int) -> Table:
    """One process against two, from the first batch's last result to the end, so that loading does not count."""
    rates = {}
    for jobs in (1, 2):
        ends = [perf_counter() for _ in build_all(articles(count), Settings(), jobs, few=0)]
        head = count // 4
        rates[jobs] = (count - head) / (ends[-1] - ends[head - 1])
    return [
        "| processes | articles a second | × one | target |",
        "|---:|---:|---:|---|",
        f"| 1 | {rates[1]:.1f} | 1.00 | |",
        f"| 2 | {rates[2]:.1f} | {rates[2] / rates[1]:.2f} | ≥ 1.8 |",
    ]


def built_for_memory(count: int) -> None:
    """Build so many articles into a store as `kg build` does, and print the peak of memory in MB."""
    with TemporaryDirectory() as folder, OxigraphStore(Path(folder) / "store", Settings().base) as store:
        stream = build_all(articles(count), Settings(), 1)
        while batch := list(islice(stream, 64)):
            store.put([result.quads for result in batch if result.quads])
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def memory_table(sizes: Iterable[int]) -> Table:
    """Peak memory at several sizes, each in a process of its own."""
    peaks = {
        size: int(
            subprocess.run(
                [sys.executable, __file__, "--memory-of", str(size)], check=True, capture_output=True, text=True
            ).stdout
        )
        for size in sizes
    }
    first = next(iter(peaks.values()))
    return [
        "| articles | peak MB | × the first | target |",
        "|---:|---:|---:|---|",
        *(f"| {size:,} | {peak:,} | {peak / first:.2f} | ≤ 1.3 |" for size, peak in peaks.items()),
    ]


# -------------------------------------------------------------------------------------------------- stores, questions

ROWS, PATIENCE = 100, 120
"""Rows asked for, and seconds after which a question is given up."""

ASKED = {"entity": "entity/Q159", "document": "synthetic-0000001", "class": "Invitation", "code": "nil"}
"""What a question is given: a value for its first parameter of the first of these types; Russia is among the busy."""


HOW = (
    f"First {ROWS} rows (`kg ask --first {ROWS}`), target < 100 ms: the first time, in a process that has read nothing "
    f"yet, and again (medians of three): what took more than {1000 * LONG:.0f} ms is kept with the store until it is "
    "next written to. Questions in italics count over everything; `kg build`, `load` and `merge` ask them at the end "
    "of a large run."
)


def stores_tables(
    made: list[ArticleQuads], sizes: Iterable[int], served: Collection[int]
) -> Iterator[tuple[str, Table]]:
    """Putting articles into the embedded store, every saved question's first rows, and the explorer, at several sizes.

    Args:
        made: Templates of the stores' articles.
        sizes: In articles.
        served: Those of them at which the explorer's pages and its endpoint are measured too.
    """
    settings = Settings()
    graphs = Graphs(made, settings)
    for size in sizes:
        with TemporaryDirectory() as folder:
            place = Path(folder) / "store"
            with OxigraphStore(place, settings.base) as store:
                stream, taken = graphs.articles(size), 0.0
                while batch := list(islice(stream, TOGETHER)):
                    taken += seconds(partial(store.put, batch))
                quads, ordered = store.count(), seconds(store.optimize)
            on_disk = sum(p.stat().st_size for p in place.rglob("*") if p.is_file())
            head = (
                f"{quads:,} quads; put {quads / taken:,.0f} a second, then {ordered:.0f} s to put them in order; "
                f"{on_disk / quads:.0f} bytes a quad. {HOW}"
            )
            yield f"Questions at {size:,} articles", [head, "", *questions_table(place, settings)]
            if size in served:
                yield f"The explorer at {size:,} articles", pages_table(str(place))
                yield f"The endpoint at {size:,} articles", endpoint_table(place, Path(folder) / "news")


def endpoint_table(place: Path, news: Path) -> Table:
    """Sixteen clients, alone and during a build of some news."""
    news.mkdir()
    for article in articles(NEWS):
        (news / f"{article.id}.txt").write_text(article.reading, "utf-8")
    return serving_table(place, news)


def questions_table(place: Path, settings: Settings) -> Table:
    """Every saved question's first rows without a parameter, and with one given."""
    lines = ["| question | all, ms | again | given | ms | again |", "|---|---:|---:|---|---:|---:|"]
    for name, question in load_catalog().items():
        given = next(((p.name, ASKED[t]) for t in ASKED for p in question.parameters if p.type == t), None)
        with OxigraphStore(place, settings.base, read_only=True) as store:
            asked = bind(question, resolve(store, question, dict([given]), settings.base)) if given else None
        times = [asking(place, settings.base, text) if text else ("", "") for text in (bind(question, {}), asked)]
        cells = (*times[0], f"{given[0]} = {given[1]}" if given else "", *times[1])
        lines.append(f"| {f'*{name}*' if counts(question) else name} | {' | '.join(cells)} |")
    return lines


def asking(place: Path, base: str, text: str) -> tuple[str, str]:
    """Milliseconds to the first rows, at first and again, in a process that is ended where it takes too long."""
    found, telling = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_asking, args=(place, base, text, telling), daemon=True)
    process.start()
    telling.close()
    try:
        if not found.poll(PATIENCE):
            return f"> {1000 * PATIENCE}", ""
        first, again = found.recv()
        return f"{1000 * first:.0f}", f"{1000 * again:.1f}"
    finally:
        process.kill()
        process.join()


def _asking(place: Path, base: str, text: str, telling: Connection) -> None:
    with OxigraphStore(place, base, read_only=True) as store:
        first, *again = (seconds(partial(store.query, first_rows(text, ROWS))) for _ in range(4))
        telling.send((first, median(again)))


def validators_table(made: list[ArticleQuads]) -> Table:
    """SHACL engines side by side on the same articles."""
    lines = ["| engine | ms an article |", "|---|---:|"]
    texts = [q.graph + "".join(q.entities.values()) for q in made]
    for name in sorted(set(plugins.names("validator")) - {"auto"}):
        try:
            validator = plugins.load("validator", name)(None)
            validator.validate(texts[0])
        except ImportError:
            lines.append(f"| {name} | not installed |")
            continue
        each = [seconds(partial(validator.validate, text)) for text in texts]
        lines.append(f"| {name} | {1000 * mean(each):.1f} |")
    return lines


def help_time() -> float:
    """Seconds until `kg --help` is there, in a process of its own."""
    command = [sys.executable, "-m", "kg", "--help"]
    return median(seconds(partial(subprocess.run, command, check=True, capture_output=True)) for _ in range(5))


def main() -> None:
    """Measure, print, write the results."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--articles", type=int, default=1000)
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--memory", type=int, nargs="*", default=[1000], help="1000 10000 for the whole comparison")
    parse.add_argument("--stores", type=int, nargs="*", default=[1000, 10_000], help="100000 as well on demand")
    parse.add_argument(
        "--served", type=int, nargs="*", default=[1000, 10_000], help="those of --stores that are served"
    )
    parse.add_argument("--merging", type=int, nargs="*", default=[250, 1000], help="10000 as well on demand")
    parse.add_argument("--questions", type=Path, metavar="STORE", help="only the questions, on a store that is there")
    parse.add_argument("--memory-of", type=int, help=argparse.SUPPRESS)
    parse.add_argument("--note", default="", help="a sentence for the head of the results")
    parse.add_argument("--out", type=Path, default=Path(__file__).parent / "RESULTS.md")
    chosen = parse.parse_args()
    if chosen.memory_of:
        built_for_memory(chosen.memory_of)
        return
    if chosen.questions:
        print("\n".join([HOW, "", *questions_table(chosen.questions, Settings())]))
        return
    lines = [
        f"# What a build costs ({date.today().isoformat()})",
        "",
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, spaCy {version('spacy')}, "
        f"pyoxigraph {version('pyoxigraph')}. Texts by bench/texts.py; repeat with `make bench`.",
        *([chosen.note] if chosen.note else []),
    ]
    print("\n".join(lines), flush=True)

    def tell(title: str, rows: Table) -> None:
        """Written part by part, so that a run that is broken off leaves what it found."""
        part = ["", f"## {title}", "", *rows]
        lines.extend(part)
        chosen.out.write_text("\n".join(lines) + "\n", "utf-8")
        print("\n".join(part), flush=True)

    table, made, each = stages_table(list(articles(chosen.articles)), chosen.rounds)
    tell("Stages", table)
    tell("SHACL engines", validators_table(made[:20]))
    tell("Merging", merging_table(made, chosen.merging, each))
    for title, rows in stores_tables(made, chosen.stores, chosen.served):
        tell(title, rows)
    tell("Start", [f"`kg --help`: {help_time():.2f} s (target < 0.3)."])
    tell("Processes", processes_table(max(96, chosen.articles)))
    tell("Memory", memory_table(chosen.memory) if chosen.memory else ["Not measured in this run."])


if __name__ == "__main__":
    main()
