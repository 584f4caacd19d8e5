"""A small Wikibase on loopback: its API and its query service over a few made-up items, misbehaving on demand.

The query service runs the queries for real, over the items' statements written as Wikidata writes them.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

CONCEPTS = "http://wikibase.example/"
_DATE = "http://www.w3.org/2001/XMLSchema#dateTime"
_PLACES = {4: ("-01-01", 9), 7: ("-01", 10), 10: ("", 11)}


@dataclass
class Thing:
    """An item: its statements are pairs (property, item, text or day); ``held`` are (office, start, end)."""

    id: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()
    held: tuple[tuple[str, str, str], ...] = ()
    at: tuple[float, float] | None = None


def _time(day: str) -> tuple[str, int]:
    more, precision = _PLACES[len(day)]
    return f"{day}{more}T00:00:00Z", precision


@dataclass
class Server:
    """What the server has, was asked, and does wrong next.

    ``faults`` are taken one a request: ``429`` (with ``Retry-After``), ``503``, ``403``, ``maxlag``, ``error``,
    ``broken``, ``html``, ``cut``, ``drip``, ``slow``.
    """

    things: dict[str, Thing]
    url: str = ""
    faults: list[str] = field(default_factory=list)
    wait: str = "7"
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    store: ox.Store = field(default_factory=ox.Store)

    def fill(self) -> None:
        """Write the items' statements as the query service has them."""
        lines = []

        def iri(kind: str, name: str) -> str:
            return f"<{CONCEPTS}{kind}{name}>"

        for thing in self.things.values():
            subject = iri("entity/", thing.id)
            lines.append(f"{subject} <http://www.w3.org/2000/01/rdf-schema#label> {json.dumps(thing.label)}@en .")
            for number, value in thing.claims:
                right = iri("entity/", value) if re.fullmatch(r"Q\d+", value) else json.dumps(value)
                lines.append(f"{subject} {iri('prop/direct/', number)} {right} .")
            for n, (office, start, end) in enumerate(thing.held):
                held = iri("statement/", f"{thing.id}-{n}")
                lines.append(f"{subject} {iri('prop/', 'P39')} {held} .")
                lines.append(f"{held} {iri('prop/statement/', 'P39')} {iri('entity/', office)} .")
                lines.append(f"{held} <http://wikiba.se/ontology#rank> <http://wikiba.se/ontology#NormalRank> .")
                for number, day in (("P580", start), ("P582", end)):
                    if day:
                        value, (moment, precision) = iri("value/", f"{thing.id}-{n}-{number}"), _time(day)
                        lines.append(f"{held} {iri('prop/qualifier/value/', number)} {value} .")
                        lines.append(f'{value} <http://wikiba.se/ontology#timeValue> "{moment}"^^<{_DATE}> .')
                        lines.append(f"{value} <http://wikiba.se/ontology#timePrecision> {precision} .")
        self.store.load("\n".join(lines).encode(), ox.RdfFormat.TURTLE)

    def table(self, **more: object) -> dict[str, Any]:
        """The table ``[wikibase]`` of kg.toml that names this server."""
        return {
            "api": f"{self.url}/w/api.php", "query": f"{self.url}/sparql", "concepts": CONCEPTS,
            "contact": "editor@example.org", **more,
        }  # fmt: skip

    def api(self, asked: dict[str, str]) -> dict[str, Any]:
        """What api.php answers."""
        if asked["action"] == "wbsearchentities":
            name = asked["search"].lower()
            hits = [
                {"id": t.id, "label": t.label, "description": t.description}
                for t in self.things.values()
                if any(n.lower().startswith(name) for n in (t.label, *t.aliases))
            ]
            return {"search": hits[: int(asked["limit"])], "success": 1}
        found = {
            i: self._data(self.things[i]) if i in self.things else {"id": i, "missing": ""}
            for i in asked["ids"].split("|")
        }
        return {"entities": found, "success": 1}

    @staticmethod
    def _data(thing: Thing) -> dict[str, Any]:
        claims: dict[str, list[Any]] = {}
        for number, value in thing.claims:
            if number in ("P569", "P570"):
                moment, precision = _time(value)
                told: Any = {"time": f"+{moment}", "precision": precision}
            else:
                told = {"id": value} if value.startswith("Q") else value
            claims.setdefault(number, []).append({"rank": "normal", "mainsnak": {"datavalue": {"value": told}}})
        if thing.at:
            where = {"latitude": thing.at[0], "longitude": thing.at[1]}
            claims["P625"] = [{"rank": "normal", "mainsnak": {"datavalue": {"value": where}}}]
        return {
            "id": thing.id,
            "labels": {"en": {"language": "en", "value": thing.label}},
            "descriptions": {"en": {"language": "en", "value": thing.description}},
            "aliases": {"en": [{"language": "en", "value": a} for a in thing.aliases]},
            "claims": claims,
            "sitelinks": {},
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    mine: Server

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, query: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        path = urlsplit(self.path).path
        self.mine.asked.append((path, asked, dict(self.headers.items())))
        fault = self.mine.faults.pop(0) if self.mine.faults else ""
        if path == "/sparql":
            kind = "application/sparql-results+json"
            body = self.mine.store.query(asked["query"]).serialize(format=ox.QueryResultsFormat.JSON)
        else:
            kind, body = "application/json", json.dumps(self.mine.api(asked)).encode()
        code, head = 200, {}
        if fault in ("429", "503", "403", "500"):
            code, kind, body = int(fault), "text/plain", b"not now"
            head = {"Retry-After": self.mine.wait} if fault == "429" else {}
        elif fault in ("maxlag", "error"):
            names = {"maxlag": "maxlag", "error": "param-illegal"}
            body, head = json.dumps({"error": {"code": names[fault], "info": "told"}}).encode(), {"Retry-After": "3"}
        elif fault == "broken":
            body = body[: len(body) // 2]
        elif fault == "html":
            kind, body = "text/html", b"<!DOCTYPE html><title>Sorry</title>"
        elif fault == "other":
            body = b'{"batchcomplete": ""}'
        elif fault == "slow":
            time.sleep(1.5)
        try:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in head.items():
                self.send_header(name, value)
            self.end_headers()
            if fault == "drip":
                for i in range(0, len(body), 10):
                    self.wfile.write(body[i : i + 10])
                    self.wfile.flush()
                    time.sleep(0.2)
            else:
                self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)
            if fault == "cut":
                self.close_connection = True
        except (BrokenPipeError, ConnectionResetError):  # who asked has gone
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing goes to the terminal."""


@contextmanager
def serving(*things: Thing) -> Iterator[Server]:
    """Run a server with these items while the block runs."""
    mine = Server({thing.id: thing for thing in things})
    mine.fill()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"mine": mine}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    mine.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield mine
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# The numbers of classes and properties are Wikidata's; the people are made up.
HUMAN, STATE = Thing("Q5", "human"), Thing("Q3624078", "sovereign state")
CHINA = Thing("Q148", "China", claims=(("P31", "Q3624078"), ("P298", "CHN")))
NORWAY = Thing("Q20", "Norway", claims=(("P31", "Q3624078"), ("P298", "NOR")))
MINISTER = Thing("Q9000001", "Minister for Sea Affairs of Norway", claims=(("P31", "Q4164871"), ("P1001", "Q20")))
