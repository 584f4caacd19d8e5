"""Saved questions: a ``.rq`` file's header and SPARQL become an immutable ``SavedQuery``; what does not fit is refused.

    # title: Who met whom?
    # description: Meetings that took place.
    # param: party entity — one side: the agent or its state

    SELECT … WHERE {
      VALUES (?party) { (UNDEF) } # params
      …

The file is plain SPARQL 1.1 and runs as it stands: without parameters the question asks for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import ConfigError, UnknownName
from kg.model import Parameter, SavedQuery
from kg.resources import share_dir

__all__ = ["PARAMS", "TYPES", "Catalog", "load_catalog", "read_question"]

TYPES = ("entity", "event", "document", "date", "class", "code", "flag")
"""What a parameter can be; a flag is bound where it is set, and otherwise left out."""

PARAMS = re.compile(r"VALUES \(([^()]*)\) \{ \(([^()]*)\) \} # params[ \t]*$", re.MULTILINE)
"""The line that carries the parameters: their variables, and as many UNDEF."""

_HEADER = re.compile(r"^# (\w+): *(.*?) *$")
_PARAM = re.compile(r"^(\w+) (\w+) — (\S.*)$")
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)


class Catalog(Mapping[str, SavedQuery]):
    """Questions by name, sorted; a name that is not there is an ``UnknownName`` that lists those that are."""

    def __init__(self, questions: Mapping[str, SavedQuery]) -> None:
        self._questions = dict(sorted(questions.items()))

    def __getitem__(self, name: str) -> SavedQuery:
        """The question of that name.

        Raises:
            UnknownName: There is none.
        """
        try:
            return self._questions[name]
        except KeyError:
            raise UnknownName("question", name, list(self._questions)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)


def load_catalog(folder: Path | None = None) -> Catalog:
    """Read every ``*.rq`` of a folder.

    Args:
        folder: Where the questions lie; the shipped ones by default.

    Raises:
        ConfigError: A question's header and SPARQL disagree; the message names file and line.
    """
    return Catalog({path.stem: read_question(path) for path in sorted((folder or share_dir("queries")).glob("*.rq"))})


def read_question(path: Path) -> SavedQuery:
    """Read one question.

    Args:
        path: A ``.rq`` file; its stem is the question's name.

    Raises:
        ConfigError: The file cannot be read, a header line is missing, doubled or malformed, or the parameters declared
            are not those of the params line, in its order, or one of them is not used.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}; give a UTF-8 text file") from error
    said: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        header = _HEADER.match(line)
        if not header:
            continue
        key, value = header.groups()
        if key == "param":
            parameters.append(_parameter(path, number, value, parameters))
        elif key not in ("title", "description"):
            raise ConfigError(f"{path}:{number}: no header is called {key!r}; write title, description or param")
        elif key in said or not value:
            raise ConfigError(f"{path}:{number}: {key} is {'doubled' if key in said else 'empty'}; write it once")
        else:
            said[key] = value
    for key in ("title", "description"):
        if key not in said:
            raise ConfigError(f"{path}:1: no {key}; begin the file with '# {key}: …'")
    _check(path, text, [p.name for p in parameters])
    return SavedQuery(path.stem, said["title"], said["description"], tuple(parameters), text, str(path))


def _parameter(path: Path, number: int, value: str, earlier: list[Parameter]) -> Parameter:
    found = _PARAM.match(value)
    if not found:
        raise ConfigError(f"{path}:{number}: a malformed parameter; write '# param: NAME TYPE — what it is'")
    name, kind, told = found.groups()
    if kind not in TYPES:
        raise ConfigError(f"{path}:{number}: parameter {name} has type {kind!r}; known: {', '.join(TYPES)}")
    if any(p.name == name for p in earlier):
        raise ConfigError(f"{path}:{number}: parameter {name} is declared twice; take one away")
    return Parameter(name, kind, told)


def _check(path: Path, text: str, declared: list[str]) -> None:
    """Hold the parameters declared, those of the params line and those used against each other."""
    lines = list(PARAMS.finditer(text))
    number = text.count("\n", 0, lines[0].start()) + 1 if lines else 1
    if len(lines) != bool(declared):
        wanted = (
            f"VALUES ({' '.join('?' + d for d in declared)}) {{ ({' '.join('UNDEF' for _ in declared)}) }} # params"
        )
        told = f"write one line '{wanted}'" if declared else "declare its parameters, or take it away"
        raise ConfigError(f"{path}:{number}: {len(lines)} lines end in '# params'; {told}")
    if not lines:
        return
    variables, values = lines[0][1].split(), lines[0][2].split()
    if variables != ["?" + d for d in declared] or values != ["UNDEF"] * len(declared):
        raise ConfigError(
            f"{path}:{number}: the params line has {' '.join(variables)}, the header declares "
            f"{' '.join('?' + d for d in declared)}; write the same, in the same order, each with UNDEF"
        )
    rest = _COMMENT.sub("", text[: lines[0].start()] + text[lines[0].end() :])
    where = re.split(r"\bWHERE\b", rest, maxsplit=1)[-1]
    for name in declared:
        if not re.search(rf"[?$]{name}\b", where):
            line = next(n for n, t in enumerate(text.splitlines(), 1) if t.startswith(f"# param: {name} "))
            raise ConfigError(f"{path}:{line}: parameter {name} is not used; use ?{name} in the query, or take it away")
