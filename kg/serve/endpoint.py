"""The SPARQL endpoint: the query operation of the SPARQL 1.1 Protocol, for reading alone.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-service-description/. Errors are raised as
``HTTPException`` or ``KgError``; the application writes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kg.protocols import Store
from kg.serve.asking import Asking
from kg.serve.forms import GRAPHS, PAGE, TABLES, Form
from kg.serve.limits import Limits
from kg.serve.negotiation import readable_from, wanted
from kg.serve.readers import Question
from kg.store.answers import Dataset

__all__ = ["Endpoint", "refusal"]

_READ_ONLY = "this endpoint is for reading alone; change the store with kg build, load or retract"
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"

_SPACE = r"(?:[ \t\r\n]|#[^\r\n]*+)*+"
_SERVICE = re.compile("SERVICE", re.IGNORECASE)
_FEDERATED = re.compile(
    r"(?:(?<![A-Za-z_:?$\u0080-\U0010ffff])|true|false)"
    rf"SERVICE{_SPACE}(?:SILENT{_SPACE})?(?:[<?$]|[^\s<>\"'{{}}()#:]*+:)",
    re.IGNORECASE,
)
"""SERVICE and what must follow it in a query. It is looked for in strings and comments too: a query that has it there
is refused without need, but none that has it elsewhere passes, however its characters are taken for tokens."""

_OFTEN = 50
"""Times that a query may have the word, so that looking for it stays quick."""

_UPDATE = re.compile(
    rf"{_SPACE}(?:(?:BASE|PREFIX{_SPACE}[^\s<:]*+:){_SPACE}<[^>]*+>{_SPACE})*+"
    r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b",
    re.IGNORECASE,
)


def refusal(text: str) -> str | None:
    """Why a query is not run at all, as a sentence; None where nothing speaks against it."""
    if _UPDATE.match(text):
        return _READ_ONLY
    if len(_SERVICE.findall(text)) > _OFTEN or _FEDERATED.search(text):
        return "SERVICE is not allowed: this endpoint asks no other; leave it out, also out of strings and comments"
    return None


class Endpoint:
    """The operation, over one store.

    Args:
        store: What is asked.
        limits: What a query may need.
        page: Answers those who want HTML; the request may have a query or none.
        origins: Pages of which origins may read the answers in a browser; ``*``: any.
    """

    def __init__(
        self,
        store: Store,
        limits: Limits,
        page: Callable[[Request], Response],
        origins: Sequence[str] = ("*",),
    ) -> None:
        self._asking, self._limits = Asking(store, limits), limits
        self._page, self._origins = page, origins

    def route(self, path: str = "/sparql") -> Route:
        """Where it is found."""
        allowed = readable_from(self._origins, ["GET", "POST"])
        return Route(path, self.answer, methods=["GET", "POST", "OPTIONS"], middleware=[allowed])

    async def answer(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            HTTPException: It is refused, with the status that says why.
            UsageError: The query does not parse.
            OverLimit: It needs too much.
            StoreError: It cannot be answered.
        """
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": "GET, HEAD, POST, OPTIONS"})
        parameters = await self._parameters(request)
        named = parameters.get("format", [None])[0]
        table, graph = (wanted(request, (*forms, PAGE), named) for forms in (TABLES, GRAPHS))
        welcome = {table, graph} if "query" in parameters else {graph}
        if welcome - {None} == {PAGE}:
            return await run_in_threadpool(self._page, request)
        table, graph = (None if form is PAGE else form for form in (table, graph))
        if "query" not in parameters:
            return _description(request, graph)
        text, dataset = _query(parameters), _dataset(parameters)
        if len(text.encode()) > self._limits.size:
            raise self._too_big()
        if reason := refusal(text):
            raise HTTPException(403, reason)
        if table is None and graph is None:
            raise _not_acceptable(TABLES + GRAPHS)
        reply = await self._asking.ask(request, Question(text, table, graph, dataset, known=True))
        if reply.form is None:
            raise _not_acceptable(TABLES if table is None else GRAPHS)
        return Response(reply.body, headers={"content-type": reply.form.content_type, "vary": "accept"})

    async def _parameters(self, request: Request) -> dict[str, list[str]]:
        """Parameters from where the Protocol has them."""
        if request.method != "POST":
            parameters = _parsed(request.url.query)
        else:
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            body = await self._body(request)
            if kind == _FORM:
                parameters = _parsed(body)
            elif kind == _QUERY:
                parameters = {**_parsed(request.url.query), "query": [body]}
            elif kind == "application/sparql-update":
                raise _read_only()
            else:
                raise HTTPException(415, f"send a query as {_QUERY} or {_FORM}, not as {kind or 'nothing'}")
        if "update" in parameters:
            raise _read_only()
        return parameters

    async def _body(self, request: Request) -> str:
        body = b""
        try:
            async for part in request.stream():
                body += part
                if len(body) > 3 * self._limits.size:  # percent-encoding makes three bytes of one
                    raise self._too_big()
            return body.decode()
        except ClientDisconnect as error:
            raise HTTPException(400, "the query broke off") from error
        except UnicodeDecodeError as error:
            raise HTTPException(400, f"the query is not UTF-8 (byte {error.start}); send it so") from error

    def _too_big(self) -> HTTPException:
        return HTTPException(413, f"the query has more than {self._limits.size} bytes; ask for less at a time")


def _parsed(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise HTTPException(400, f"the parameters do not parse ({error}); encode them as a form does") from error


def _query(parameters: dict[str, list[str]]) -> str:
    if len(parameters["query"]) != 1:
        raise HTTPException(400, "there is more than one query; send one at a time")
    return parameters["query"][0]


def _dataset(parameters: dict[str, list[str]]) -> Dataset | None:
    default, named = (tuple(parameters.get(f"{kind}-graph-uri", ())) for kind in ("default", "named"))
    return Dataset(default, named) if default or named else None


def _read_only() -> HTTPException:
    return HTTPException(403, _READ_ONLY)


def _not_acceptable(forms: Sequence[Form]) -> HTTPException:
    return HTTPException(406, f"none of the forms asked for is there; ask for {', '.join(f.media_type for f in forms)}")


def _description(request: Request, form: Form | None) -> Response:
    """What the endpoint is, for programs."""
    if form is None:
        raise _not_acceptable(GRAPHS)
    here = str(request.url.replace(query="", fragment=""))
    syntax = ox.RdfFormat.from_media_type(form.media_type)
    assert syntax is not None
    try:
        quads = list(ox.parse(path=Path(__file__).with_name("service.ttl"), base_iri=here))
    except (ValueError, SyntaxError) as error:
        raise HTTPException(400, "the Host header names no host; send the name that this server has") from error
    prefixes = {"sd": "http://www.w3.org/ns/sparql-service-description#", "format": "http://www.w3.org/ns/formats/"}
    body = ox.serialize([quad.triple for quad in quads], format=syntax, prefixes=prefixes)
    return Response(body, headers={"content-type": form.content_type, "vary": "accept"})
