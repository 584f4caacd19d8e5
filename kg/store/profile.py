"""Where a store on a server is reached, and as whom: read from kg.toml, or made out from a URL and its answer."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from kg.errors import ConfigError, UsageError

__all__ = ["Profile"]

AUTH = ("none", "basic", "digest", "bearer")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_KEYS = ("query", "update", "graph_store", "auth", "user", "password_env", "token_env", "union", "timeout")


@dataclass(frozen=True)
class _Layout:
    """What a server calls its addresses: a prefix of its ``Server`` header, and what follows the address of the data.

    ``union`` is the parameter of a query that makes the union of all graphs the default graph ("" where it is so).
    ``longest`` is the length in bytes of a statement that the server still takes: Virtuoso 7.2 does not come back from
    a literal of ten megabytes.
    """

    server: str
    query: str
    update: str
    graph_store: str
    union: str
    auth: str = "basic"
    longest: int | None = None


_LAYOUTS = (
    _Layout("Oxigraph", "/query", "/update", "/store", "union-default-graph"),
    _Layout("Virtuoso", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth", "", "digest", 9_000_000),
    _Layout("Apache Jena Fuseki", "/query", "/update", "/data", "default-graph-uri=urn:x-arq:UnionGraph"),
    _Layout("GraphDB", "", "/statements", "/rdf-graphs/service", ""),
    _Layout("RDF4J", "", "/statements", "/rdf-graphs/service", ""),
)


@dataclass(frozen=True)
class Profile:
    """A store on a server.

    ``query``, ``update`` and ``graph_store`` are URLs; without a ``graph_store``, graphs are written by updates;
    without an ``update``, the store is for reading. ``union`` is a parameter that queries get whose default graph is to
    be the union of all; None leaves it to what the server calls itself. ``timeout`` is in seconds, for one answer.
    ``guessed`` says that the addresses beside ``query`` are yet to be made out. ``longest`` is in bytes.
    """

    name: str
    query: str
    update: str | None = None
    graph_store: str | None = None
    auth: str = "none"
    user: str | None = None
    secret: str | None = field(default=None, repr=False)
    union: str | None = None
    timeout: float = 120.0
    guessed: bool = False
    longest: int | None = None

    @staticmethod
    def from_table(name: str, table: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Profile:
        """Read ``[stores.NAME]`` of kg.toml.

        Raises:
            ConfigError: A key that does not exist, a value that does not fit, or a secret that is not in the
                environment.
        """
        where = f"kg.toml, [stores.{name}]"
        if unknown := sorted(set(table) - set(_KEYS)):
            hint = ": a secret stands in the environment, named by password_env" if unknown[0] == "password" else ""
            raise ConfigError(f"{where}: no setting is called {unknown[0]!r}{hint}; known: {', '.join(_KEYS)}")
        for key, value in table.items():
            fits = isinstance(value, int | float) and value > 0 if key == "timeout" else isinstance(value, str)
            if not fits:
                wanted = "a number of seconds" if key == "timeout" else "text in quotes"
                raise ConfigError(f"{where}: {key} is {value!r}; write {wanted}")
        if "query" not in table:
            raise ConfigError(f"{where}: it has no query; give the URL where the server answers queries")
        for key in ("query", "update", "graph_store"):
            if key in table:
                _check_url(table[key], f"{where}: {key}")
        auth = table.get("auth", "bearer" if "token_env" in table else "basic" if "user" in table else "none")
        if auth not in AUTH:
            raise ConfigError(f"{where}: auth is {auth!r}; write one of {', '.join(AUTH)}")
        named = "token_env" if auth == "bearer" else "password_env"
        secret = None
        if auth != "none":
            if named not in table or (auth != "bearer" and "user" not in table):
                raise ConfigError(f"{where}: auth {auth} needs {named}" + ("" if auth == "bearer" else " and user"))
            secret = environment.get(table[named])
            if secret is None:
                # whoever wrote the secret itself there must not read it again in a log
                shown = table[named] if _VARIABLE.fullmatch(table[named]) else f"variable that {named} should name"
                raise ConfigError(f"{where}: the environment has no {shown}; set it to the secret of this store")
        return Profile(
            name,
            table["query"],
            table.get("update"),
            table.get("graph_store"),
            auth,
            table.get("user"),
            secret,
            table.get("union"),
            float(table.get("timeout", 120)),
        )

    @staticmethod
    def from_url(url: str, environment: Mapping[str, str] = os.environ) -> Profile:
        """A server known by its URL alone; who asks is ``$KG_STORE_USER`` with ``$KG_STORE_PASSWORD``.

        Raises:
            UsageError: It is no http or https URL, or it carries a password.
        """
        _check_url(url, "the store")
        user, secret = environment.get("KG_STORE_USER"), environment.get("KG_STORE_PASSWORD")
        name = url.partition("?")[0]  # what follows may be a key
        return Profile(name, url, auth="basic" if user else "none", user=user, secret=secret, guessed=True)

    def completed(self, server: str) -> Profile:
        """With what is known of a server that calls itself so in its ``Server`` header."""
        layout = next((layout for layout in _LAYOUTS if server.startswith(layout.server)), None)
        if layout is None:  # one address for all, as the protocol allows; graphs are then written by updates
            update = self.query if self.guessed else self.update
            return replace(self, update=update, union=self.union or "", guessed=False)
        union = layout.union if self.union is None else self.union
        if not self.guessed:
            return replace(self, union=union, longest=layout.longest)
        root = self.query.rstrip("/")
        root = root.removesuffix(layout.query) if layout.query else root
        auth = layout.auth if self.auth != "none" else "none"
        return replace(
            self,
            query=root + layout.query,
            update=root + layout.update,
            graph_store=root + layout.graph_store,
            auth=auth,
            union=union,
            guessed=False,
            longest=layout.longest,
        )


def _check_url(url: str, where: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        shown = url.rpartition("@")[2]  # before it may stand a password
        raise UsageError(f"{where}: {shown!r} is no URL ({type(error).__name__})") from None
    if parts.username or parts.password:
        raise UsageError(f"{where}: the URL for {host} carries a name or password; put them into the environment")
    if parts.scheme not in ("http", "https") or not host:
        shown = url.rpartition("@")[2]
        raise UsageError(f"{where}: {shown!r} is no http or https URL of a server; mend it")
