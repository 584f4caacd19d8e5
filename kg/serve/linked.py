"""Linked data: every IRI of ours is answered for, in the form that the client wants.

The path is what follows the base of the data (``https://w3id.org/irkg/data/``), or the root of the vocabulary: with the
server's address in the place of these, an IRI is a URL here. That URL names a document, the IRI the thing described
(``rel="describes"``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import UsageError
from kg.model import Answer
from kg.protocols import Store
from kg.serve.asking import Asking
from kg.serve.describe import VOCABULARY, description, vocabulary
from kg.serve.forms import GRAPHS, NTRIPLES, PAGE, Form, written
from kg.serve.limits import Limits
from kg.serve.negotiation import readable_from, wanted
from kg.serve.readers import Question

__all__ = ["LinkedData", "iri_of"]

_EMPTY = {
    "turtle": "# {0}\n",
    "ntriples": "# {0}\n",
    "jsonld": '{{"error": {1}}}\n',
    "rdfxml": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>\n',
}
"""Documents without a triple; a reader of JSON-LD passes over what no context explains."""


def iri_of(request: Request, base: str) -> str:
    """The IRI that a request's path stands for, as it was sent: percent-encoding is part of an IRI."""
    sent = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    return base + sent.decode("latin-1").partition("?")[0].removeprefix("/")


class _Any(Convertor[str]):
    """Any path; Starlette's own kind has no line ends, and an article's id may."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("any", _Any())


class LinkedData:
    """Answers for IRIs.

    Args:
        store: What describes them.
        base: What the IRIs of its data begin with.
        limits: What a query may need.
        page: Answers those who want HTML, with the IRI and the triples (N-Triples) that describe it.
        origins: Pages of which origins may read the answers in a browser; ``*``: any.
    """

    def __init__(
        self,
        store: Store,
        base: str,
        limits: Limits,
        page: Callable[[Request, str, str], Response],
        origins: Sequence[str] = ("*",),
    ) -> None:
        self._asking, self._base, self._page, self._origins = Asking(store, limits), base, page, origins

    def route(self) -> Route:
        """Any path; to be the last of the routes."""
        allowed = readable_from(self._origins, ["GET"])
        return Route("/{path:any}", self.answer, methods=["GET"], middleware=[allowed])

    async def answer(self, request: Request) -> Response:
        """Answer for one IRI.

        Raises:
            HTTPException: No form of those wanted is there (406); for HTML: nothing is known of it (404).
            StoreError: The store cannot be asked.
        """
        forms = (*GRAPHS, PAGE)
        form = wanted(request, forms, request.query_params.get("format"))
        if form is None:
            raise HTTPException(406, f"ask for {', '.join(form.media_type for form in forms)}")
        iri, body = await self._described(request, NTRIPLES if form is PAGE else form)
        if not body:
            return _unknown(iri, form)
        if form is PAGE:
            response = await run_in_threadpool(self._page, request, iri, body.decode())
        else:
            response = Response(body, headers={"content-type": form.content_type})
        response.headers["vary"] = "accept"
        others = [other for other in forms if other != form]
        links = [f'<?format={other.name}>; rel="alternate"; type="{other.media_type}"' for other in others]
        response.headers["link"] = ", ".join([f'<{iri}>; rel="describes"', *links])
        return response

    async def _described(self, request: Request, form: Form) -> tuple[str, bytes]:
        """The IRI that is meant and what is said of it, if anything; the data's before the vocabulary's."""
        iri = iri_of(request, self._base)
        try:
            reply = await self._asking.ask(request, Question(description(iri, self._base), graph=form))
        except UsageError:  # a path that no IRI can have
            return iri, b""
        if not reply.empty:
            return iri, reply.body
        term = iri_of(request, VOCABULARY)
        triples = await run_in_threadpool(vocabulary, term)
        return (term, written(Answer("graph", triples=triples), form)) if triples else (iri, b"")


def _unknown(iri: str, form: Form) -> Response:
    """That nothing is known, in the form that was wanted."""
    sentence = f"nothing is known here of {iri}"
    if form is PAGE:
        raise HTTPException(404, sentence)
    body = _EMPTY[form.name].format(sentence, json.dumps(sentence))
    return Response(body, 404, {"content-type": form.content_type, "vary": "accept"})
