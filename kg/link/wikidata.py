"""Live Wikidata, or another Wikibase: search by name, data of items, facts by SPARQL; asked with manners and kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from kg.errors import ServiceError
from kg.link.cache import Cache
from kg.link.items import Facts, Hit, Item, Position, Row, item_of, positions_of
from kg.link.manners import Busy, Manners, read, retry_after, trouble
from kg.link.queries import Queries
from kg.link.wikibase import Wikibase

__all__ = ["Wikidata"]

_TOGETHER = 50  # items a request: the API's own limit
_MAXLAG = 5  # seconds that a replica may be behind before the API asks us to come again
_PASSING = frozenset({"maxlag", "ratelimited", "readonly", "timeout", "cirrussearch-too-busy-error"})
_QID = re.compile(r"Q[1-9]\d*")


class Wikidata:
    """Asks one Wikibase. Every answer is kept in the cache; one budget of seconds holds for all that is asked.

    Args:
        wikibase: Where and how to ask.
        manners: How long and how often; a new budget of ``wikibase.seconds`` by default.
        fresh: Whether answers in the cache are passed over (new ones are kept).

    Raises:
        ConfigError: The cache cannot be made.
    """

    def __init__(self, wikibase: Wikibase, manners: Manners | None = None, *, fresh: bool = False) -> None:
        self._wikibase, self._fresh = wikibase, fresh
        self._manners = manners or Manners("live Wikidata", wikibase.seconds)
        self._cache = Cache(wikibase.cache, wikibase.days)
        self._queries = Queries(wikibase)

    def search(self, name: str, limit: int = 7) -> tuple[Hit, ...]:
        """Items whose label or an alias begins with a name, best first.

        Raises:
            ServiceError: No answer.
        """
        language = self._wikibase.language
        found = self._ask(
            "search",
            {"action": "wbsearchentities", "search": name, "type": "item", "language": language, "uselang": language},
            {"limit": str(limit)},
        )
        return tuple(Hit(hit["id"], hit.get("label") or hit["id"], hit.get("description") or "") for hit in found)

    def items(self, ids: Iterable[str]) -> dict[str, Item]:
        """Data and facts of items; one that was merged into another comes under the id asked for, with its own in it.

        Raises:
            ServiceError: No answer.
        """
        wanted = sorted({i for i in ids if _QID.fullmatch(i)}, key=lambda i: int(i[1:]))
        found: dict[str, Item] = {}
        for part in _parts(wanted, _TOGETHER):
            data = self._ask(
                "entities",
                {
                    "action": "wbgetentities",
                    "props": "labels|aliases|descriptions|claims|sitelinks",
                    "redirects": "yes",
                },
                {"ids": "|".join(part), "languages": self._wikibase.language, "languagefallback": "1"},
            )
            known = {key: value for key, value in data.items() if "missing" not in value}
            facts = self._facts(sorted({value["id"] for value in known.values()}, key=lambda i: int(i[1:])))
            found |= {key: item_of(value, facts, self._wikibase) for key, value in known.items()}
        return found

    def held(self, offices: Iterable[str]) -> tuple[Position, ...]:
        """All who are known to have held offices, with days.

        Args:
            offices: QIDs of offices.

        Raises:
            ServiceError: No answer.
        """
        wanted = sorted({i for i in offices if _QID.fullmatch(i)}, key=lambda i: int(i[1:]))
        rows = (row for part in _parts(wanted, _TOGETHER) for row in self.rows(self._queries.holders(part)))
        return positions_of(rows)

    def labels(self, ids: Iterable[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Label and aliases of items that have a label.

        Raises:
            ServiceError: No answer.
        """
        return {key: (item.label, item.aliases) for key, item in self.items(ids).items() if item.label}

    # --------------------------------------------------------------------------------------------------------- asking

    def rows(self, sparql: str) -> tuple[Row, ...]:
        """The rows of a SELECT query; IRIs of items as QIDs.

        Raises:
            ServiceError: No answer, or the query is refused.
        """
        text = self._kept(f"{self._wikibase.query}\n{sparql}", lambda left: self._select(sparql, left))
        prefix = f"{self._wikibase.concepts}entity/"
        bindings = json.loads(text)["results"]["bindings"]
        return tuple({name: cell["value"].removeprefix(prefix) for name, cell in row.items()} for row in bindings)

    def _select(self, sparql: str, left: float) -> str:
        from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, SPARQLWrapperException

        service = SPARQLWrapper(self._wikibase.query, agent=self._wikibase.agent)
        service.setQuery(sparql)
        service.setMethod(GET if len(sparql) < 1500 else POST)
        service.setReturnFormat(JSON)
        service.setTimeout(max(1, round(left)))
        try:
            body = read(service.query().response, left)
        except EndPointInternalError as error:
            raise Busy("the query service failed within (500)") from error
        except SPARQLWrapperException as error:
            told = " ".join(str(error).split())[:200]
            raise ServiceError(
                f"the query service {self._wikibase.query} refuses a query ({told}); see its address"
            ) from error
        except Exception as error:
            raise trouble("the query service", error) from error
        answer = _json(body)
        if not isinstance(answer.get("results"), dict) or not isinstance(answer["results"].get("bindings"), list):
            raise Busy("it answered 200 with something else than rows")
        return body.decode("utf-8")

    def _ask(self, part: str, *parameters: Mapping[str, str]) -> Any:
        """One request to the API: the part of the answer that is wanted."""
        merged = {key: value for each in parameters for key, value in each.items()}
        address = f"{self._wikibase.api}?{urlencode({**merged, 'format': 'json', 'maxlag': str(_MAXLAG)})}"
        text = self._kept(address, lambda left: self._get(address, part, left))
        return json.loads(text)[part]

    def _get(self, address: str, part: str, left: float) -> str:
        request = Request(address, headers={"User-Agent": self._wikibase.agent, "Accept": "application/json"})
        try:
            with urlopen(request, timeout=left) as response:
                body, wait = read(response, left), retry_after(response.headers)
        except (Busy, ServiceError):
            raise
        except Exception as error:
            hint = error.read(2000) if isinstance(error, HTTPError) else b""
            if b'"maxlag"' in hint:
                raise Busy("its replicas are behind", retry_after(getattr(error, "headers", None))) from error
            raise trouble("the API", error) from error
        answer = _json(body)
        if error_ := answer.get("error"):  # told with 200, or with any other code
            code, info = str(error_.get("code", "unknown")), " ".join(str(error_.get("info", "")).split())[:200]
            if code in _PASSING or code.startswith("internal_api_error"):
                raise Busy(f"it answered with the error {code}", wait)
            raise ServiceError(
                f"the API {self._wikibase.api} refuses a request ({code}: {info}); see the table [wikibase]"
            )
        if part not in answer:
            raise Busy(f"it answered 200 without {part}", wait)
        return body.decode("utf-8")

    def _kept(self, question: str, attempt: Callable[[float], str]) -> str:
        kept = None if self._fresh else self._cache.get(question)
        if kept is None:
            kept = self._manners.ask(attempt)
            self._cache.put(question, kept)
        return kept

    # ---------------------------------------------------------------------------------------------------------- facts

    def _facts(self, ids: Sequence[str]) -> Facts:
        if not ids:
            return Facts({}, {}, {})
        kinds: dict[str, set[str]] = {}
        for row in self.rows(self._queries.kinds(ids)):
            kinds.setdefault(row["item"], set()).add(self._wikibase.classes[row["class"]])
        states: dict[str, set[str]] = {}
        for row in self.rows(self._queries.states(ids)):
            states.setdefault(row["item"], set()).add(row["iso3"])
        positions: dict[str, list[Position]] = {}
        people = [i for i in ids if "Person" in kinds.get(i, ())]
        for position in positions_of(self.rows(self._queries.positions(people)) if people else ()):
            positions.setdefault(position.holder, []).append(position)
        return Facts(kinds, states, positions)


def _parts(things: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (things[i : i + size] for i in range(0, len(things), size))


def _json(body: bytes) -> dict[str, Any]:
    """A JSON object; broken off or no JSON (a page that says sorry) is a failure that may pass."""
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise Busy("it answered 200 with what is no JSON") from error
    if not isinstance(answer, dict):
        raise Busy("it answered 200 with something else")
    return answer
