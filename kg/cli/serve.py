"""``kg serve``: the explorer of a store, for people and programs."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from kg.cli.options import StoreOption, settings
from kg.cli.output import say
from kg.errors import UsageError

__all__ = ["serve"]


def serve(
    store: StoreOption = None,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", min=0, max=65535, metavar="N", help="The port; 0: any that is free.")
    ] = 8080,
    writable: Annotated[
        bool, typer.Option("--writable", help="Let decide in /review whoever has the token that is printed.")
    ] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=86_400, metavar="SECONDS", help="How long a query may take.")
    ] = 30.0,
    max_rows: Annotated[
        int, typer.Option("--max-rows", min=1, metavar="N", help="Rows or triples that an answer may have.")
    ] = 100_000,
    origin: Annotated[
        list[str] | None,
        typer.Option("--origin", metavar="URL", help="Pages of which sites may query from a browser [default: any]."),
    ] = None,
    hostname: Annotated[
        list[str] | None,
        typer.Option("--hostname", metavar="NAME", help="Another name of it, that of a web server before it, say."),
    ] = None,
) -> None:
    """Show the store in a browser, and answer programs: SPARQL at /sparql, and every IRI as linked data.

    While it runs, kg build, link, load, merge, review and retract on the same store go through it, and kg ask, sparql,
    explain, export and info too: use them as ever.
    """
    try:
        from kg.serve.app import create_app
        from kg.serve.hold import answering, holding, names_of, port_of
        from kg.serve.limits import Limits
    except ModuleNotFoundError as error:
        raise UsageError(f"kg serve needs the package {error.name}: install it with pip install 'irkg[web]'") from error
    from kg.store import store_folder

    chosen = settings(store=store)
    limits = Limits(seconds=timeout, rows=max_rows)
    token = secrets.token_urlsafe(24) if writable else None
    with holding(chosen, limits) as (pages, visitors), port_of(host, port) as listener:
        folder = store_folder(chosen)
        app = create_app(
            pages,
            chosen,
            visitors=visitors,
            folder=folder,
            token=token,
            limits=limits,
            origins=origin or ["*"],
            hosts=names_of(listener, host, *(hostname or ())),
        )
        name = f"[{host}]" if ":" in host else host
        say(f"http://{name}:{listener.getsockname()[1]}/ shows {chosen.store}; Ctrl-C ends it")
        if token:
            say(f"token for /review: {token}")
        answering(app, listener, pages, visitors)
