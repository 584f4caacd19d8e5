"""The explorer as an ASGI application: its routes, the headers of every answer, and pages for what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg._version import __version__
from kg.config import Settings
from kg.errors import KgError, OverLimit, UnknownName, UsageError
from kg.protocols import Store
from kg.query.catalog import load_catalog
from kg.serve.endpoint import Endpoint
from kg.serve.explorer import Explorer, explorer_of
from kg.serve.headers import OneLength, SecurityHeaders
from kg.serve.index.counts import warm
from kg.serve.index.index import Index
from kg.serve.limits import RETRY, STATUS, Limits
from kg.serve.linked import LinkedData
from kg.serve.pages import editor, events, home, openapi, questions, review, states, thing
from kg.serve.view import error_page

__all__ = ["create_app"]

_STATIC = Path(__file__).parent / "static"


def create_app(
    store: Store,
    settings: Settings,
    *,
    visitors: Store | None = None,
    folder: Path | None = None,
    token: str | None = None,
    limits: Limits | None = None,
    origins: Sequence[str] = ("*",),
    hosts: Sequence[str] = ("*",),
) -> Starlette:
    """Make the explorer of a store.

    Args:
        store: The store, open; the caller closes it after the server has ended.
        visitors: The same for the queries that requests bring, see ``hold.holding``; None: ``store`` is asked.
        settings: ``base`` is that of the store.
        folder: Where the index for lists and search is kept; None: in a temporary one. It is brought up to date from
            when the application starts; ``app.state.explorer.index.refresh()`` does it at once.
        token: What a person must give to decide in /review; None: nothing may be written.
        limits: What a query of the endpoint may need.
        origins: Pages of which origins may read, in a browser, what programs are given; ``*``: any.
        hosts: Names under which it may be asked for; ``*``: any. A page of another name that a browser was led to take
            for this machine's gets nothing.

    Returns:
        An application for any ASGI server; ``app.state.explorer`` is the ``Explorer``.
    """
    limits = limits or Limits()
    index = Index(store, settings.base, folder)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        index.watch(partial(warm, index))
        yield
        index.close()

    app = Starlette(
        lifespan=lifespan,
        routes=[
            *_routes(),
            Endpoint(visitors or store, limits, editor.page, origins).route(),
            LinkedData(store, settings.base, limits, thing.page, origins).route(),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(OneLength),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        ],
        exception_handlers={HTTPException: _http_error, KgError: _kg_error, Exception: _unforeseen},
    )
    app.state.explorer = Explorer(store, visitors or store, settings, load_catalog(), index, token)
    return app


def _routes() -> list[BaseRoute]:
    desk = review.Desk()
    return [
        Route("/", home.page),
        Route("/overview.json", home.totals_json),
        Route("/search", home.search),
        Route("/search.json", home.search_json),
        Route("/events", events.page),
        Route("/events.csv", events.as_csv),
        Route("/events.json", events.as_json),
        Route("/states", states.page),
        Route("/states.json", states.as_json),
        Route("/questions", questions.listed),
        Route("/questions.json", questions.listed_json),
        Route("/questions/{name}.csv", questions.as_csv),
        Route("/questions/{name}.json", questions.as_json),
        Route("/questions/{name}", questions.page),
        Route("/review", desk.page, methods=["GET"]),
        Route("/review", desk.decide, methods=["POST"]),
        Route("/openapi.json", openapi.description),
        Route("/article/{id:path}", thing.moved),
        Route("/event/{id:path}/{place}", thing.moved),
        Route("/health", _health),
        Mount("/static", StaticFiles(directory=_STATIC), name="static"),
    ]


def _health(request: Request) -> Response:
    """For a supervisor: 200 where the store answers, 503 where it does not."""
    try:
        explorer_of(request).store.query("ASK { GRAPH ?g { ?s ?p ?o } }")
    except KgError as error:
        return JSONResponse({"status": "failing", "reason": str(error)}, 503)
    return JSONResponse({"status": "ok", "version": __version__})


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return error_page(request, error.status_code, error.detail, dict(error.headers or {}))


def _kg_error(request: Request, error: Exception) -> Response:
    if isinstance(error, OverLimit):
        return error_page(request, STATUS[error.what], str(error), RETRY.get(error.what))
    status = 404 if isinstance(error, UnknownName) else 400 if isinstance(error, UsageError) else 503
    return error_page(request, status, str(error))


def _unforeseen(request: Request, error: Exception) -> Response:
    return error_page(request, 500, "Something went wrong here; the server's own output says what.")
