"""The only place that knows where ontology/, shapes/, queries/ and data/ lie: in a wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["data_dir", "share_dir"]

_PACKAGE = Path(__file__).parent


def share_dir(name: str) -> Path:
    """The folder ``ontology``, ``shapes`` or ``queries``.

    Args:
        name: One of these three names.

    Returns:
        ``kg/share/NAME`` where the package was installed from a wheel, else ``NAME`` at the top of the checkout.
    """
    installed = _PACKAGE / "share" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def data_dir(name: str) -> Path:
    """The folder ``lexicon``, ``gazetteer`` or ``samples`` in ``kg/data``."""
    return _PACKAGE / "data" / name
