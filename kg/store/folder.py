"""What stands in the folder of an embedded store, and whether a folder is one.

- ``kg-store.json``: the marker, with format version, software that made it, base of its IRIs
- ``lock``: who holds it (lock.py)
- ``pending``: documents of a load under way; what it names is undone when the store is next opened
- ``oxigraph/``: the database
- ``socket``: where the server that holds the store takes calls (served.py); left over when it was killed
- ``snapshots/``: what that server's reading processes read
- ``answers/``: answers that took long (kept.py)
"""

from __future__ import annotations

import json
import shutil
import socket as socketlib
from pathlib import Path

from kg._version import __version__
from kg.errors import StoreError, StoreFormat

__all__ = [
    "FORMAT",
    "answers",
    "begun",
    "check_folder",
    "database",
    "forget_pending",
    "forget_server",
    "is_served",
    "is_store",
    "make",
    "mark",
    "pending",
    "set_pending",
    "snapshots",
    "socket",
    "sweep",
]

FORMAT = 1
"""Version of the layout and of the graph model; a store of another one is refused."""

_MARKER, _PENDING, _OWN = "kg-store.json", "pending", {"lock", "kg-store.json.new"}


def database(folder: Path) -> Path:
    """Where the database lies."""
    return folder / "oxigraph"


def answers(folder: Path) -> Path:
    """Where answers that took long are kept."""
    return folder / "answers"


def begun(folder: Path) -> Path:
    """Where a database is made before it has its place; what a kill left of one there goes."""
    new = folder / "oxigraph.new"
    shutil.rmtree(new, ignore_errors=True)
    return new


def socket(folder: Path) -> Path:
    """Where a server that holds the store listens; a link to that place where this path is too long for a socket."""
    return folder / "socket"


def is_served(folder: Path) -> bool:
    """Whether somebody answers at the socket; one that a killed server left does not."""
    with socketlib.socket(socketlib.AF_UNIX) as caller:
        try:
            caller.connect(str(socket(folder).resolve()))
        except OSError:
            return False
    return True


def is_store(folder: Path) -> bool:
    """Whether a folder has the marker of a store, of whatever version."""
    return (folder / _MARKER).is_file()


def snapshots(folder: Path) -> Path:
    """Where states of the database lie that others may read while it changes."""
    return folder / "snapshots"


def check_folder(folder: Path, base: str) -> bool:
    """Whether a folder holds a store that can be opened.

    Args:
        folder: The store's folder, there or not.
        base: What IRIs are to begin with.

    Returns:
        True for a store, False where nothing is yet (no folder, or an empty one).

    Raises:
        StoreFormat: The folder is something else, or a store of another format version or base.
        StoreError: It cannot be read.
    """
    try:
        names = {entry.name for entry in folder.iterdir()}
        marker = json.loads((folder / _MARKER).read_text("utf-8")) if _MARKER in names else None
    except FileNotFoundError:
        return False
    except NotADirectoryError as error:
        raise StoreFormat(f"{folder} is a file and no store; name a folder") from error
    except OSError as error:
        raise StoreError(f"the store {folder} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise StoreFormat(f"{folder}/{_MARKER} is damaged; move the folder away and build again") from error
    if marker is None:
        if names <= _OWN:
            return False
        raise StoreFormat(f"{folder} holds other files and is no store of kg; name an empty folder, or a new one")
    if not isinstance(marker, dict) or marker.get("format") != FORMAT:
        found = marker.get("format") if isinstance(marker, dict) else marker
        raise StoreFormat(
            f"the store {folder} has format version {found!r}, and this software reads {FORMAT}; "
            "build the articles again into a new folder"
        )
    if marker.get("base") != base:
        raise StoreFormat(
            f"the store {folder} was made with the base {marker.get('base')}, not {base}; "
            "set base in kg.toml to that of the store, or name another folder"
        )
    return True


def make(folder: Path) -> None:
    """Make a folder where there is none.

    Raises:
        StoreError: It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the store {folder} cannot be made: {error.strerror}") from error


def mark(folder: Path, base: str) -> None:
    """Make a folder a store: the marker comes whole or not at all.

    Raises:
        StoreError: It cannot be written.
    """
    new = folder / f"{_MARKER}.new"
    try:
        new.write_text(json.dumps({"format": FORMAT, "software": f"irkg {__version__}", "base": base}) + "\n", "utf-8")
        new.replace(folder / _MARKER)
    except OSError as error:
        raise StoreError(f"the store {folder} cannot be made: {error.strerror}") from error


def pending(folder: Path) -> list[str] | None:
    """Documents (IRIs) of a load that broke off; None where none did."""
    try:
        return (folder / _PENDING).read_text("utf-8").split("\n")[:-1]
    except FileNotFoundError:
        return None


def set_pending(folder: Path, documents: list[str]) -> None:
    """Note, before a load begins, what is to be undone should it break off."""
    new = folder / f"{_PENDING}.new"
    new.write_text("".join(f"{iri}\n" for iri in documents), "utf-8")
    new.replace(folder / _PENDING)


def sweep(folder: Path) -> None:
    """Take away files that a broken load left behind: the database names them before they are its own."""
    for left in database(folder).glob("bulk-*.sst"):
        left.unlink(missing_ok=True)


def forget_pending(folder: Path) -> None:
    """The load is done, or undone."""
    (folder / _PENDING).unlink(missing_ok=True)


def forget_server(folder: Path) -> None:
    """Take away what a server that was killed left: nobody reads its snapshots, nobody answers at its socket."""
    shutil.rmtree(snapshots(folder), ignore_errors=True)
    socket(folder).unlink(missing_ok=True)
