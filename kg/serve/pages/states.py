"""``/states``: who deals with whom, as a network and as a matrix, for a period; each mark leads to the events."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import UsageError
from kg.serve.charts import network
from kg.serve.explorer import explorer_of
from kg.serve.index.counts import Pair, pairs, with_dealings
from kg.serve.view import render
from kg.vocab.iri import PREFIXES

__all__ = ["as_json", "page", "pairs_query"]

_MATRIX = 20


_PAIRS = f"""PREFIX c: <{PREFIXES["c"]}>
PREFIX ir: <{PREFIXES["ir"]}>
PREFIX plover: <{PREFIXES["plover"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>
PREFIX xsd: <{PREFIXES["xsd"]}>

SELECT ?fromState ?toState ?quad ?events WHERE {{
  {{ SELECT ?from ?to ?quad (COUNT(DISTINCT ?event) AS ?events) WHERE {{
    GRAPH ?g {{ ?event ir:initiatorState ?from ; ir:recipientState ?to ; ir:eventStatus ?status .
      OPTIONAL {{ ?event ir:earliestDate ?earliest }} OPTIONAL {{ ?event ir:latestDate ?latest }}
      FILTER(?from != ?to) }}
    OPTIONAL {{ GRAPH ?g {{ ?event ir:codedAs ?code }} GRAPH ?g3 {{ ?code skos:broaderTransitive ?quad }}
      FILTER(?quad IN (plover:VC, plover:MC, plover:VX, plover:MX)) }}
    FILTER(?status NOT IN (c:denied, c:cancelled, c:unknown))
    # period
    FILTER NOT EXISTS {{ GRAPH ?gz {{ ?whole ir:consolidates ?event }} }}
  }} GROUP BY ?from ?to ?quad HAVING(COUNT(DISTINCT ?event) > 0) }}
  OPTIONAL {{ GRAPH ?g1 {{ ?from rdfs:label ?fromState }} }} OPTIONAL {{ GRAPH ?g2 {{ ?to rdfs:label ?toState }} }}
}} ORDER BY ?fromState ?toState ?quad
"""


def _period(request: Request) -> tuple[str, str]:
    days = []
    for name in ("since", "until"):
        text = request.query_params.get(name, "").strip()
        try:
            days.append(date.fromisoformat(text).isoformat() if text else "")
        except ValueError as error:
            raise UsageError(f"{name}: {text!r} is no day; write it as 2023-03-21") from error
    return days[0], days[1]


def page(request: Request) -> Response:
    """The page."""
    explorer = explorer_of(request)
    since, until = _period(request)
    found = pairs(explorer.index, since, until)
    shown = with_dealings(found, _MATRIX)
    cells: dict[tuple[str, str], Pair] = {(pair.source.iri, pair.target.iri): pair for pair in found}
    return render(
        request,
        "states.html",
        title="States",
        since=since,
        until=until,
        pairs=found,
        events=sum(pair.events for pair in found),
        network=network(found),
        shown=shown,
        cells=cells,
        most=max((pair.events for pair in found), default=1),
        sparql=pairs_query(since, until),
    )


def pairs_query(since: str, until: str) -> str:
    """SPARQL for the numbers of the page: the question state-pair-balance, with events that have no PLOVER code too.

    Args:
        since: Not over before this day, in ISO form; empty for no bound.
        until: Not begun after this day.
    """
    bounds = [f'FILTER(?latest >= "{since}"^^xsd:date)'] if since else []
    bounds += [f'FILTER(COALESCE(?earliest, ?latest) <= "{until}"^^xsd:date)'] if until else []
    return _PAIRS.replace("# period", " ".join(bounds))


def as_json(request: Request) -> Response:
    """All pairs with their events by quad class."""
    explorer = explorer_of(request)
    since, until = _period(request)
    return JSONResponse(
        {
            "since": since or None,
            "until": until or None,
            "pairs": [
                {
                    "source": {"iri": pair.source.iri, "label": pair.source.label},
                    "target": {"iri": pair.target.iri, "label": pair.target.label},
                    "events": pair.events,
                    "quads": {quad or "none": number for quad, number in sorted(pair.quads.items())},
                }
                for pair in pairs(explorer.index, since, until)
            ],
        }
    )
