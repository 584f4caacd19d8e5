"""Are a user's shapes shapes at all? An engine may pass over a malformed one, and then nothing is checked by it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ConfigError
from kg.validate.terms import empty_graph, fill, silenced

__all__ = ["check_wellformed"]

_MESSAGE = re.compile(r"Focus Node: (.*?)\n.*?Message: (.*?)\n", re.DOTALL)


def check_wellformed(path: Path, triples: Iterable[ox.Triple]) -> None:
    """Hold shapes against the W3C's shapes for shapes.

    Args:
        path: The file, for the message.
        triples: What it says.

    Raises:
        ConfigError: A shape is malformed.
    """
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError

    shapes = fill(empty_graph(), triples)
    try:
        with silenced("pyshacl-validate"):
            pyshacl.validate(empty_graph(), shacl_graph=shapes, meta_shacl=True)
    except ReportableRuntimeError as error:
        found = _MESSAGE.search(str(error))
        told = f"{found[1]}: {found[2]}" if found else str(error)
        raise ConfigError(f"{path}: a malformed shape, {' '.join(told.split())}; mend it") from error
