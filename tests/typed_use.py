"""A program that uses what ``kg`` promises to Python, for the type checker: nothing here is run."""

from __future__ import annotations

from datetime import date

from kg import Article, Builder, BuildResult, Event, KgError, Settings, load_settings, open_store, read_inputs


def events_of(texts: dict[str, str]) -> list[Event]:
    settings: Settings = load_settings(jobs=1)
    builder = Builder(settings)
    articles = (Article(name, text, published=date(2023, 3, 21)) for name, text in texts.items())
    found: list[Event] = []
    for result in builder.build(articles):
        told: BuildResult = result
        conforms: bool = told.report.conforms
        quads: str = told.graph if conforms else ""
        assert quads is not None
        found += told.events
    return found


def stored(inputs: list[str], folder: str) -> int:
    try:
        store = open_store(Settings(store=folder), write=True)
    except KgError:
        return 0
    read = [item for item in read_inputs(inputs) if isinstance(item, Article)]
    store.put([result.quads for result in Builder.default().build(read) if result.quads is not None])
    number: int = store.count()
    store.close()
    return number
