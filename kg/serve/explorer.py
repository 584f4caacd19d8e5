"""What every page needs, put together once when the server starts."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import Request

from kg.config import Settings
from kg.protocols import Store
from kg.query.catalog import Catalog
from kg.serve.index.index import Index
from kg.vocab.ontology import Ontology

__all__ = ["Explorer", "explorer_of"]


@dataclass(frozen=True)
class Explorer:
    """One store, looked at.

    ``store`` is for what pages ask themselves, ``visitors`` the same for what a visitor asks, which may take long.
    ``token`` is what a person must give to decide in /review; None where nothing may be written.
    """

    store: Store
    visitors: Store
    settings: Settings
    questions: Catalog
    index: Index
    token: str | None = None
    ontology: Ontology = field(default_factory=Ontology.load)

    @property
    def base(self) -> str:
        """What IRIs of data begin with."""
        return self.settings.base


def explorer_of(request: Request) -> Explorer:
    """The explorer that a request came to."""
    found = request.app.state.explorer
    assert isinstance(found, Explorer)
    return found
