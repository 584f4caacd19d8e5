"""The forms in which ``kg export`` writes, and the options that its commands share, each written once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

__all__ = [
    "ArticlesOption",
    "Network",
    "Of",
    "Page",
    "Period",
    "Rdf",
    "Rows",
    "RowsOption",
    "SameAs",
    "SinceOption",
    "TypeOption",
    "UntilOption",
    "View",
]


class Rows(StrEnum):
    """The forms of exported rows."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


class Rdf(StrEnum):
    """The forms of exported RDF."""

    trig = "trig"
    nquads = "nquads"
    turtle = "turtle"
    ntriples = "ntriples"
    jsonld = "jsonld"
    rdfxml = "rdfxml"


class View(StrEnum):
    """What is written of the articles."""

    graph = "graph"
    annotations = "annotations"
    nanopublications = "nanopublications"


class SameAs(StrEnum):
    """In whose words an entity is joined to Wikidata."""

    owl = "owl"
    schema = "schema"


class Network(StrEnum):
    """The forms of networks."""

    graphml = "graphml"
    gexf = "gexf"


class Page(StrEnum):
    """The forms of timelines."""

    html = "html"
    csv = "csv"
    json = "json"


class Of(StrEnum):
    """The nodes of networks."""

    states = "states"
    persons = "persons"


class Period(StrEnum):
    """What dyads are counted by."""

    day = "day"
    month = "month"
    year = "year"


ArticlesOption = Annotated[
    list[str] | None,
    typer.Option("--article", "-a", metavar="ID", help="Only this article; may be given again. In the order given."),
]
RowsOption = Annotated[
    Rows, typer.Option("--format", "-f", help="In CSV and Parquet, what is no plain value is written as JSON.")
]
TypeOption = Annotated[
    list[str] | None, typer.Option("--type", metavar="CLASS", help="Only events of this class; may be given again.")
]
SinceOption = Annotated[
    datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], metavar="DAY", help="Nothing before this day.")
]
UntilOption = Annotated[
    datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", help="Nothing after this day.")
]
