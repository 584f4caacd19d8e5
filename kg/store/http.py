"""Speaks with a SPARQL 1.1 server: queries, updates, whole graphs; patient with one that is busy, wary of what it says.

Queries go through SPARQLWrapper, the rest through requests. A server that says 429 or 503 is asked again when it says
so, one that is away after a while; after a time-out it is first looked whether the work was done all the same. One
that says 504 would need as long again, and is not asked again. A 200 with a web page is no success: Virtuoso sends
one for what it did not understand.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox
import requests
from urllib3.exceptions import HTTPError

from kg._version import __version__
from kg.errors import StoreError
from kg.store.credentials import credentials, secrets
from kg.store.patience import Later, T, patiently, seconds
from kg.store.profile import Profile
from kg.store.rows import rows

__all__ = ["Connection"]

_TURTLE = "@prefix ir: <https://w3id.org/irkg/def#> .\n"
"""Begins what is sent: Virtuoso looks at the text, not at its type, and takes one with a long string for no RDF."""

_AGENT = f"irkg/{__version__}"
_BUSY = (429, 502, 503)


class Connection:
    """One server, by its profile, which is completed by what the server calls itself.

    Args:
        profile: Where and as whom.

    Raises:
        StoreError: It cannot be reached, or what answers is no SPARQL endpoint.
    """

    def __init__(self, profile: Profile) -> None:
        self._session = requests.Session()
        self._session.headers["User-Agent"] = _AGENT
        self.profile = profile
        self.profile = profile.completed(self._who())
        self._session.auth = credentials(self.profile)

    def _who(self) -> str:
        """What the server calls itself; any answer will do."""

        def ask() -> str:
            response = self._send("GET", self.profile.query, stream=True)
            response.close()
            return response.headers.get("Server", "")

        return self._patiently(ask)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    # -------------------------------------------------------------------------------------------------------- queries

    def select(self, query: str, *, union: bool = False) -> Iterator[list[Any]]:
        """Rows of a SELECT, as pyoxigraph's terms (None where unbound).

        Args:
            query: The query.
            union: Whether its default graph is to be the union of all graphs.

        Raises:
            StoreError: The server cannot be reached, does not answer in time, refuses, or cuts the rows off.
        """
        return iter(self.table(query, union=union)[1])

    def ask(self, query: str, *, union: bool = False) -> bool:
        """Truth of an ASK. Args and raised errors as in ``select``."""
        body = self._results(query, union)
        if "boolean" in body:
            return bool(body["boolean"])
        return bool(body.get("results", {}).get("bindings"))  # Virtuoso answers with a row for yes, and none for no

    def table(self, query: str, *, union: bool = False) -> tuple[list[str], list[list[Any]]]:
        """Columns and rows of a SELECT. Args and raised errors as in ``select``."""
        body = self._results(query, union)
        try:
            return rows(body)
        except (KeyError, TypeError, ValueError) as error:
            raise self._error(f"sent results that are none ({error!r})") from error

    def _results(self, query: str, union: bool) -> dict[str, Any]:
        text, _ = self._patiently(lambda: self._query(query, "json", union))
        try:
            found = json.loads(text)
        except ValueError as error:
            raise self._error(f"sent results that do not parse ({error})") from error
        if not isinstance(found, dict):
            raise self._error("sent results that are none")
        return found

    def triples(self, query: str, *, union: bool = False) -> Iterator[ox.Triple]:
        """Triples of a CONSTRUCT or DESCRIBE. Args and raised errors as in ``select``."""
        body, kind = self._patiently(lambda: self._query(query, "graph", union))
        return self._parsed(body, kind)

    def _query(self, query: str, form: str, union: bool) -> tuple[bytes, str]:
        from SPARQLWrapper import BASIC, DIGEST, JSON, POST, TURTLE, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException, Unauthorized

        profile, address = self.profile, self.profile.query
        if union and profile.union:
            address += ("&" if "?" in address else "?") + profile.union
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wrapper = SPARQLWrapper(address, agent=_AGENT)
            wrapper.setOnlyConneg(True)
            wrapper.setMethod(POST)
            wrapper.setReturnFormat(JSON if form == "json" else TURTLE)
            if form != "json":  # N-Triples keep a decimal 1 apart from an integer 1
                wrapper.addCustomHttpHeader("Accept", "application/n-triples, text/turtle;q=0.5")
            if profile.auth in ("basic", "digest"):
                wrapper.setHTTPAuth(BASIC if profile.auth == "basic" else DIGEST)
                wrapper.setCredentials(profile.user, profile.secret)
            elif profile.auth == "bearer":
                wrapper.addCustomHttpHeader("Authorization", f"Bearer {profile.secret}")
            wrapper.setTimeout(max(1, round(profile.timeout)))
            wrapper.setQuery(query)
            try:
                response = wrapper.query().response
                kind, cut = response.headers.get("Content-Type", ""), response.headers.get("X-SPARQL-MaxRows")
                body = response.read()
            except urllib.error.HTTPError as error:
                self._check(error.code, "", error.read(500).decode("utf-8", "replace"), dict(error.headers))
                raise self._error(f"answers {error.code} to a query") from None
            except Unauthorized:
                self._check(401, "", "", {})
                raise
            except SPARQLWrapperException as error:
                raise self._error(f"cannot answer this query: {_first_line(str(error))}") from None
            except TimeoutError:
                raise self._slow() from None
            except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
                if isinstance(getattr(error, "reason", None), TimeoutError):
                    raise self._slow() from None
                raise Later(f"cannot be reached ({getattr(error, 'reason', error)})") from None
        self._check(200, kind, body[:500].decode("utf-8", "replace"), {})
        if cut:
            raise self._error(f"cuts answers off after {cut} rows; raise its limit (Virtuoso: ResultSetMaxRows)")
        return body, kind

    # -------------------------------------------------------------------------------------------------------- writing

    def update(self, text: str, done: Callable[[], bool] | None = None) -> None:
        """Run an update.

        Args:
            text: SPARQL 1.1 Update; it must be harmless to run twice.
            done: Tells whether its work is done; asked after a time-out, before it is tried again.

        Raises:
            StoreError: The server cannot be reached, or refuses.
        """
        if self.profile.update is None:
            raise self._error("has no address for updates and is for reading only; give update in kg.toml")
        headers = {"Content-Type": "application/sparql-update", "Accept": "application/sparql-results+json, */*;q=0.1"}
        self._write("POST", self.profile.update, text, done, headers=headers)

    def put_graph(self, graph: str, triples: str, done: Callable[[], bool] | None = None) -> None:
        """Make a graph hold exactly these triples, by the Graph Store protocol.

        Args:
            graph: Its IRI.
            triples: N-Triples.
            done: See ``update``.
        """
        self._graph_store("PUT", graph, triples, done)

    def add_to_graph(self, graph: str, triples: str, done: Callable[[], bool] | None = None) -> None:
        """Add triples to a graph. Args as in ``put_graph``."""
        self._graph_store("POST", graph, triples, done)

    def _graph_store(self, method: str, graph: str, triples: str, done: Callable[[], bool] | None) -> None:
        address, longest = self.profile.graph_store, self.profile.longest
        assert address is not None
        if longest and len(triples) * 4 > longest and max(len(t.encode()) for t in triples.split("\n")) > longest:
            raise self._error(f"takes no text of more than {longest // 1_000_000} MB, and {graph} has one; cut it")
        headers = {"Content-Type": "text/turtle"}  # every N-Triples text is Turtle, and every server knows that
        self._write(method, address, _TURTLE + triples, done, params={"graph": graph}, headers=headers)

    def get_graph(self, graph: str) -> Iterator[ox.Triple]:
        """Stream the triples of a graph, by the Graph Store protocol."""
        address = self.profile.graph_store
        assert address is not None
        headers = {"Accept": "application/n-triples, text/turtle;q=0.5"}

        def get() -> requests.Response | None:
            response = self._send("GET", address, params={"graph": graph}, headers=headers, stream=True)
            if response.status_code == 404:  # an empty graph is none
                response.close()
                return None
            kind = response.headers.get("Content-Type", "")
            told = "" if response.ok and "html" not in kind else response.text[:500]
            self._check(response.status_code, kind, told, response.headers)
            return response

        response = self._patiently(get)
        if response is not None:
            with response:
                response.raw.decode_content = True
                yield from self._parsed(response.raw, response.headers.get("Content-Type", ""))

    def _write(self, method: str, address: str, text: str, done: Callable[[], bool] | None, **more: Any) -> None:
        def write() -> None:
            response = self._send(method, address, data=text.encode(), **more)
            kind = response.headers.get("Content-Type", "")
            self._check(response.status_code, kind, response.text[:500], response.headers)

        self._patiently(write, done)

    # ------------------------------------------------------------------------------------------------------- patience

    def _send(self, method: str, address: str, **more: Any) -> requests.Response:
        try:
            return self._session.request(method, address, timeout=(10, self.profile.timeout), **more)
        except requests.ConnectTimeout:
            raise Later("does not answer") from None
        except requests.Timeout:
            raise Later(f"did not answer within {self.profile.timeout:g} s", unsure=True) from None
        except requests.ConnectionError as error:
            raise Later(f"cannot be reached ({_reason(error)})", unsure=True) from None
        except (requests.RequestException, ValueError) as error:
            raise self._error(f"cannot be asked ({type(error).__name__})") from None

    def _patiently(self, call: Callable[[], T], done: Callable[[], bool] | None = None) -> T:
        try:
            return patiently(call, done)
        except Later as later:
            mend = "see that it runs and try again" if later.again else "ask for less, or raise its limit of time"
            raise self._error(f"{later}; {mend}") from None

    def _check(self, status: int, kind: str, told: str, headers: Mapping[str, str]) -> None:
        """Judge an answer by its status, its type and how it begins."""
        if status in _BUSY:
            raise Later(f"answers {status} (busy)", after=seconds(headers.get("Retry-After")))
        if status == 504:
            raise Later("answers 504, its time is up", unsure=True, again=False)
        if status in (401, 403):
            raise self._error(f"refuses: {status}; see auth, user and password_env under [stores] in kg.toml")
        if not 200 <= status < 300:
            raise self._error(f"answers {status}: {_first_line(told)}")
        if "html" in kind.lower() and told.strip():
            raise self._error("answers 200 with a web page and no data; see that the addresses are those of SPARQL")

    def _parsed(self, source: Any, kind: str) -> Iterator[ox.Triple]:
        form = ox.RdfFormat.N_TRIPLES if "n-triples" in kind or "text/plain" in kind else ox.RdfFormat.TURTLE
        try:
            for quad in ox.parse(source, form):
                yield quad.triple
        except (SyntaxError, ValueError) as error:
            raise self._error(f"sent triples that do not parse ({error})") from error
        except (OSError, http.client.HTTPException, HTTPError) as error:
            raise self._error(f"broke off in the middle of a graph ({error})") from error

    def _slow(self) -> StoreError:
        return self._error(f"did not answer within {self.profile.timeout:g} s; ask for less, or raise timeout")

    def _error(self, what: str) -> StoreError:
        """What went wrong, without the secret, which a server may have sent back in its own words."""
        for secret in secrets(self.profile):
            what = what.replace(secret, "…")
        return StoreError(f"the store {self.profile.name} {what}")


def _reason(error: Exception) -> str:
    """What went wrong, without the object addresses that libraries put into their words."""
    words = str(error)
    return next((w for w in ("Connection refused", "Name or service not known", "reset by peer") if w in words), "away")


def _first_line(text: str) -> str:
    """What a server says for a reason, from its answer, or from SPARQLWrapper's words around it."""
    told = text.partition("Response:\n")[2].removeprefix("b'").replace("\\n", "\n") or text
    lines = [line.strip() for line in told.split("\n") if line.strip() and not line.lstrip().startswith("<")]
    return lines[0][:200] if lines else "no reason given"
