"""``kg serve``: the explorer of a store, for people and programs."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from kg.cli.options import StoreOption, settings
from kg.cli.output import say
from kg.errors import UsageError

__all__ = ["serve"]


def serve(
    store: StoreOption = None,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, metavar="N", help="The port.")] = 8080,
) -> None:
    """Show the store in a browser: events with their words, articles, people, states, saved questions."""
    try:
        import uvicorn

        from kg.serve.app import create_app
    except ModuleNotFoundError as error:
        raise UsageError(f"kg serve needs the package {error.name}: install it with pip install 'irkg[web]'") from error
    from kg.store import open_store

    chosen = settings(store=store)
    with closing(open_store(chosen, write=False)) as opened:
        say(f"http://{host}:{port}/ shows {chosen.store}; Ctrl-C ends it")
        uvicorn.run(create_app(opened, chosen), host=host, port=port, log_level="warning")
