"""``/review``: what needs a person, the most valuable first; and, where the server may write, a person's decisions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.decisions import Decision
from kg.errors import DecisionRefused, UnknownName
from kg.revise.review import KINDS, Review
from kg.serve.explorer import Explorer, explorer_of
from kg.serve.index.waiting import waiting, waiting_items
from kg.serve.paging import Pages, number_of
from kg.serve.view import render

__all__ = ["Desk"]

_PAGE, _MOST = 25, 100_000
_COOKIE = "kg_review"
_FIELDS = ("document", "span", "role", "text", "value")


@dataclass
class Desk:
    """The page of one explorer, with the pipeline that decisions are tried with."""

    _review: Review | None = None
    _lock: Lock = field(default_factory=Lock)

    def page(self, request: Request, problem: str = "", status: int = 200) -> Response:
        """What needs a person, by kind."""
        explorer, number = explorer_of(request), number_of(request)
        kind = request.query_params.get("kind", "")
        if kind and kind not in KINDS:
            raise UnknownName("kind of what needs a person", kind, list(KINDS))
        counts = waiting(explorer.index)
        total = counts[kind] if kind else sum(counts.values())
        return render(
            request,
            "review.html",
            status=status,
            title="Review",
            writable=explorer.token is not None,
            trusted=_trusted(request, explorer),
            counts=counts,
            kind=kind,
            items=waiting_items(explorer.index, kind, _PAGE, (number - 1) * _PAGE),
            pages=Pages("/review", urlencode({"kind": kind}) if kind else "", number, total, _PAGE),
            problem=problem,
            done=request.query_params.get("done", ""),
            by=request.cookies.get("kg_by", ""),
        )

    async def decide(self, request: Request) -> Response:
        """Take a token, which is kept in a cookie, or one decision.

        Raises:
            HTTPException: The server does not write (403), the token is another (403), or the form is none (400).
        """
        explorer = explorer_of(request)
        if explorer.token is None:
            raise HTTPException(
                403, "this server is for reading alone: start it with kg serve --writable to decide here"
            )
        form = await _form(request)
        if "token" in form:
            if not secrets.compare_digest(form["token"].encode(), explorer.token.encode()):
                raise HTTPException(403, "that is not the token that kg serve printed when it started")
            answer = RedirectResponse("/review", 303)
            answer.set_cookie(_COOKIE, form["token"], httponly=True, samesite="strict", path="/review")
            return answer
        if not _trusted(request, explorer):
            raise HTTPException(403, "give the token that kg serve printed, on /review, before you decide")
        return await run_in_threadpool(self._apply, request, explorer, form)

    def _apply(self, request: Request, explorer: Explorer, form: dict[str, str]) -> Response:
        by = form.get("by", "").strip()
        told = {name: form.get(name, "").strip() if name != "text" else form.get(name, "") for name in _FIELDS}
        if not by or not told["value"]:
            return self.page(request, "Say what you decide, and who you are.", 400)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._lock:
            self._review = self._review or Review(explorer.settings, explorer.store)
        try:
            self._review.apply([Decision(**told, by=by, on=now)])
        except DecisionRefused as refused:
            return self.page(request, " ".join(sentence for _, sentence in refused.faults), 400)
        explorer.index.refresh()
        answer = RedirectResponse("/review?" + urlencode({"done": told["text"][:80]}), 303)
        answer.set_cookie("kg_by", by[:80], httponly=True, samesite="strict", path="/review")
        return answer


def _trusted(request: Request, explorer: Explorer) -> bool:
    given = request.cookies.get(_COOKIE, "")
    return explorer.token is not None and secrets.compare_digest(given.encode(), explorer.token.encode())


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST:
            raise HTTPException(413, "a decision is not as long as that")
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError as error:
        raise HTTPException(400, f"the form does not parse ({error}); send it as the page does") from error
    return {name: values[0] for name, values in fields.items()}
