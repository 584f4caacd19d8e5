"""The errors that kg raises, one tree: each message is one sentence naming the input, the place in it and the mend.

KgError
├── UsageError            wrong options, names or parameters              exit 2
│   ├── DecisionRefused   decisions of a person that cannot be applied, a sentence for each
│   ├── UnknownName       a plug-in, question, store or entity that does not exist; lists those that do
│   └── ConfigError       kg.toml, a lexicon, gazetteer, shape or query file that does not hold together
├── InputError            one input that cannot be read: set aside, named and counted; the run goes on   exit 1
│   └── UngroundedSpan    a span whose words are not the article's words at its offsets
├── ServiceError          a web service that cannot be reached, refuses, or gives no answer in time       exit 3
└── StoreError            a store that cannot be opened, reached or trusted                              exit 3
    ├── StoreInUse        another process holds the embedded store
    ├── OverLimit         a query that needs more time, rows or memory than it may have
    └── StoreFormat       a folder that is something else, or a store of another format version
"""

from __future__ import annotations

__all__ = [
    "ConfigError",
    "DecisionRefused",
    "InputError",
    "KgError",
    "OverLimit",
    "ServiceError",
    "StoreError",
    "StoreFormat",
    "StoreInUse",
    "UngroundedSpan",
    "UnknownName",
    "UsageError",
]


class KgError(Exception):
    """Root of the tree; ``exit_code`` is what the command line ends with when nothing else could be done."""

    exit_code = 3


class UsageError(KgError):
    """Raised when options, parameters or names are wrong."""

    exit_code = 2


class UnknownName(UsageError):
    """Raised when a name is looked up that does not exist.

    Args:
        kind: What was looked up, as a noun ("question", "reader").
        name: The name as given.
        known: The names that exist.
    """

    def __init__(self, kind: str, name: str, known: list[str]) -> None:
        listed = ", ".join(sorted(known)) or "none"
        super().__init__(f"no {kind} is called {name!r}; known: {listed}")
        self.kind, self.name, self.known = kind, name, sorted(known)


class DecisionRefused(UsageError):
    """Raised when decisions cannot be applied; none of them was.

    Args:
        faults: Of each decision that is at fault its document, span and role, and one sentence.
    """

    def __init__(self, faults: list[tuple[tuple[str, str, str], str]]) -> None:
        super().__init__("; ".join(sentence for _, sentence in faults))
        self.faults = faults


class ConfigError(UsageError):
    """Raised when a configuration or data file of the user's (or ours) does not hold together."""


class InputError(KgError):
    """Raised when one input cannot be read; the run sets it aside, names it and goes on."""

    exit_code = 1


class UngroundedSpan(InputError):
    """Raised when a span is asked for that does not lie in one part of the article."""


class ServiceError(KgError):
    """Raised when a web service cannot be reached, refuses, or does not answer in time."""

    exit_code = 3


class StoreError(KgError):
    """Raised when a store cannot be opened, reached or trusted."""

    exit_code = 3


class StoreInUse(StoreError):
    """Raised when another process holds the embedded store."""


class OverLimit(StoreError):
    """Raised when a query is given up.

    Args:
        what: What it needs too much of: ``time``, ``rows``, ``memory``; or ``readers``, when others have them all.
        message: The sentence.
    """

    def __init__(self, what: str, message: str) -> None:
        super().__init__(what, message)
        self.what, self.message = what, message

    def __str__(self) -> str:
        return self.message


class StoreFormat(StoreError):
    """Raised when a folder is no store of ours, or one of another format version."""
