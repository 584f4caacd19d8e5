"""The explorer as files: the same pages for any web server to host, with a search that runs in the browser.

Pages are fetched from the application as a browser would, from link to link. What needs a server (filters, the editor,
review, other forms of data) is left out: templates have it between the comments ``live`` and ``/live``.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from html import escape, unescape
from os.path import relpath
from pathlib import Path
from urllib.parse import unquote

from starlette.applications import Starlette

from kg.errors import UsageError
from kg.serve.explorer import Explorer
from kg.serve.fetch import fetch
from kg.serve.headers import POLICY
from kg.serve.pages.thing import ENTITY, EVENT, MERGED
from kg.vocab.iri import PREFIXES, document_id

__all__ = ["write_site"]

_HTML = {"accept": "text/html"}
_LIVE = re.compile(r"<!--live-->.*?<!--/live-->", re.DOTALL)
_LINK = re.compile(r'\b(href|src|action)="(/[^"]*)"')
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_TAKEN = re.compile(
    rf"/|/events|/states|/questions|/questions/[^/]+|/(events|states|questions/[^/]+)\.(csv|json)|/doc/[^/]+|"
    rf"/{EVENT}|/{MERGED}|/{ENTITY}"
)
"""Paths that become files."""


def write_site(app: Starlette, folder: Path) -> int:
    """Write the pages of an explorer.

    Args:
        app: The application, its index up to date.
        folder: Where to; it must not be there, or be empty.

    Returns:
        How many files there are.

    Raises:
        UsageError: The folder has something in it, or cannot be written.
        KgError: The store cannot be asked.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: has something in it already; name a new folder, or an empty one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _Site(app, folder).write()
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror}); name another folder") from error


class _Site:
    def __init__(self, app: Starlette, folder: Path) -> None:
        self._app, self._folder = app, folder
        self._files: dict[str, Path | None] = {}  # address to file, None where there is no such page
        self._names: dict[str, str] = {}  # lower-case name of a file to the address it was given to

    def write(self) -> int:
        """Fetch, then put relative links in place of absolute ones, once it is known which pages there are."""
        static = Path(__file__).parent / "static"
        shutil.copytree(static, self._folder / "static")
        pages = list(self._fetched())
        pages.append(self._search())
        for page in pages:
            page.write_text(self._finished(page), "utf-8")
        return sum(path.is_file() for path in self._folder.rglob("*"))

    def _fetched(self) -> Iterator[Path]:
        """Fetch page after page, from the first on, and write each as it came."""
        todo = deque(["/"])
        while todo:
            address = todo.popleft()
            if address in self._files:
                continue
            answer = fetch(self._app, address, _HTML)
            self._files[address] = None
            if answer.status != 200:
                continue
            page = answer.headers["content-type"].startswith("text/html")
            file = self._files[address] = self._file(address, ".html" if page else "")
            file.parent.mkdir(parents=True, exist_ok=True)
            text = _LIVE.sub("", answer.text) if page else answer.text
            file.write_text(text, "utf-8")
            if page:
                todo.extend(one for one in self._links(text) if one not in self._files)
                yield file

    @staticmethod
    def _links(text: str) -> list[str]:
        found = (unescape(match[2]).partition("#")[0] for match in _LINK.finditer(text))
        return [address for address in found if _TAKEN.fullmatch(address.partition("?")[0])]

    def _file(self, address: str, suffix: str) -> Path:
        """The file of an address: its path in names that any file system takes; queries by their hash."""
        path, _, query = address.partition("?")
        parts = [_name(part) for part in path.split("/") if part]
        if suffix:
            parts.append(f"{_digest(query)}{suffix}" if query else f"index{suffix}")
        elif query:
            stem, _, end = parts.pop().rpartition(".")
            parts += [stem, f"{_digest(query)}.{end}"]
        name = "/".join(parts)
        if self._names.setdefault(name.lower(), address) != address:  # where upper and lower case are one
            name = f"{name.removesuffix(suffix)}-{_digest(address)}{suffix}"
        return self._folder / name

    def _finished(self, page: Path) -> str:
        """The page with links to files, and the policy that else a header has."""

        def link(match: re.Match[str]) -> str:
            address, mark, place = unescape(match[2]).partition("#")
            if address == "/search":
                target: Path | None = self._folder / "search.html"
            elif address.startswith("/static/") or address == "/search-data.js":
                target = self._folder / address.removeprefix("/")
            else:
                target = self._files.get(address)
            if target is None:
                return 'data-left-out="1"'
            return f'{match[1]}="{escape(relpath(target, page.parent).replace("%", "%25") + mark + place)}"'

        policy = POLICY.replace("; frame-ancestors 'none'", "")
        head = f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
        return _LINK.sub(link, page.read_text("utf-8").replace('<meta charset="utf-8">', head, 1))

    def _search(self) -> Path:
        """The search page, and what it searches."""
        explorer: Explorer = self._app.state.explorer
        things = explorer.index.rows(
            "SELECT iri, label, class, names || COALESCE((SELECT ' | ' || GROUP_CONCAT(m.names, ' | ') FROM thing m "
            "WHERE m.whole = thing.n), ''), events FROM thing WHERE class <> 'AgentGroup' AND label IS NOT NULL "
            "AND whole = 0 ORDER BY events DESC, label, iri"
        )
        names = [
            [label, explorer.ontology.label(kind) if kind in explorer.ontology.classes else kind, all_, events, at]
            for iri, label, kind, all_, events in things
            if (at := self._at("/" + iri.removeprefix(explorer.base)))
        ]
        articles = []
        nif = PREFIXES["nif"]
        rows = explorer.index.rows(
            "SELECT id, title, published FROM article WHERE id <> '' ORDER BY published DESC, id"
        )
        for id_, title, published in rows:
            iri = explorer.base + document_id(id_)
            answer = explorer.store.query(f"SELECT ?t {{ GRAPH <{iri}> {{ <{iri}> <{nif}isString> ?t }} }}")
            text = answer.rows[0][0].value if answer.rows and answer.rows[0][0] else ""
            articles.append([title or id_, published or "", text, self._at("/" + document_id(id_))])
        found = json.dumps({"names": names, "articles": articles}, ensure_ascii=False, separators=(",", ":"))
        (self._folder / "search-data.js").write_text(f'"use strict";\nconst SEARCHED = {found};\n', "utf-8")
        page = self._folder / "search.html"
        text = _LIVE.sub("", fetch(self._app, "/search", _HTML).text)
        scripts = "".join(f'<script src="{at}" defer></script>\n' for at in ("/search-data.js", "/static/search.js"))
        start, end = text.index("<!--search-->"), text.index("<!--/search-->")
        text = text[:start] + '<div id="found" role="status"></div>' + text[end:]
        page.write_text(text.replace("</head>", f"{scripts}</head>", 1), "utf-8")
        return page

    def _at(self, address: str) -> str:
        file = self._files.get(address)
        return file.relative_to(self._folder).as_posix() if file else ""


def _name(part: str) -> str:
    """A part of a path as the name of a file."""
    return part if _SAFE.fullmatch(part) else f"{re.sub('[^a-z0-9]+', '-', unquote(part).lower())[:40]}-{_digest(part)}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
