"""The engine taken when none is asked for: the quicker one where it is installed, else the one that always is."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from kg.protocols import Validator

__all__ = ["quickest"]


def quickest(shapes: Path | None = None, *, audit: bool = False) -> Validator:
    """Make the quickest validator that is installed; all give the same findings.

    Args:
        shapes: A folder of the user's own shapes, added to the shipped ones.
        audit: Check the SPARQL-based shapes too.

    Raises:
        ConfigError: A shapes file does not parse.
    """
    if find_spec("shifty"):
        from kg.validate.pyshifty import PyshiftyValidator

        return PyshiftyValidator(shapes, audit=audit)
    from kg.validate.pyshacl import PyshaclValidator

    return PyshaclValidator(shapes, audit=audit)
