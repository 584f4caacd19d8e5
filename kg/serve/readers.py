"""Processes that read: each query runs in one of a few, on a snapshot of the store, and can be ended with its process.

A query in pyoxigraph cannot be stopped from outside. A process can, whatever the query is doing, and the operating
system takes back all that it held; it also bounds its memory. A snapshot never changes, so that no reader waits for a
writer, nor a writer for a reader.
"""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock

import pyoxigraph as ox

from kg.errors import KgError, OverLimit, StoreError, UsageError
from kg.model import Answer
from kg.serve.forms import NTRIPLES, TABLES, Form, written
from kg.serve.limits import Limits
from kg.store.answers import Dataset, answer, dataset_of, graph_name
from kg.store.results import from_text

__all__ = ["Question", "Readers", "Reply", "plain", "replied"]

_PAUSE = 0.1
"""Seconds after which it is looked again whether somebody still waits for an answer."""

_START = 60.0
"""Seconds in which a process must start."""

_GRACE = 5.0
"""Seconds after the time limit at which a reading process ends itself, should the server be gone that would end it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the forms in which a table and a graph would be welcome (None: not at all), and the graphs asked.

    Without ``dataset`` the query itself says of which graphs it is asked. With ``known`` these must be in the store.
    """

    text: str
    table: Form | None = TABLES[0]
    graph: Form | None = NTRIPLES
    dataset: Dataset | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and its form (None: the query gives what is not welcome), and whether there is nothing in it."""

    form: Form | None
    body: bytes = b""
    empty: bool = False


def replied(found: Answer, question: Question) -> Reply:
    """An answer as it was wanted."""
    form = question.graph if found.kind == "graph" else question.table
    return Reply(form, written(found, form), not (found.rows or found.triples)) if form else Reply(None)


def plain(reply: Reply) -> Answer:
    """The answer in a reply whose form was left open."""
    assert reply.form is not None
    return from_text(reply.body.decode(), reply.form.media_type)


class Readers:
    """Reading processes, started as they are needed.

    Args:
        limits: What each query may need, and how many run at once.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._room, self._stopped = BoundedSemaphore(limits.readers), Event()
        self._lock = Lock()
        self._idle: list[_Reader] = []

    def ask(self, database: Path, question: Question, gone: Callable[[], bool] = lambda: False) -> Reply:
        """Ask one query.

        Args:
            database: The snapshot that is asked.
            question: What is asked.
            gone: Tells that nobody waits for the answer any longer; the query is ended then.

        Returns:
            The answer.

        Raises:
            UsageError: The query does not parse.
            OverLimit: It needs too much, or all readers are taken for as long as a query may last.
            StoreError: It cannot be answered, nobody waits for it, or the readers were stopped.
        """

        def check() -> None:
            if self._stopped.is_set():
                raise StoreError("the server ends; do this again when it runs")
            if gone():
                raise StoreError("nobody waits for the answer")

        self._wait(check)
        try:
            reader = self._take()
            try:
                reply = reader.ask(database, question, self.limits, check)
            except BaseException:
                reader.end()
                raise
            with self._lock:
                self._idle.append(reader)
        finally:
            self._room.release()
        if isinstance(reply, KgError):
            raise reply
        return reply

    def _wait(self, check: Callable[[], None]) -> None:
        end = time.monotonic() + self.limits.seconds
        while not self._room.acquire(timeout=_PAUSE):
            check()
            if time.monotonic() > end:
                raise OverLimit("readers", f"{self.limits.readers} long queries are being answered; ask again later")

    def _take(self) -> _Reader:
        with self._lock:
            while self._idle:
                if (reader := self._idle.pop()).lives():
                    return reader
        return _Reader(self.limits)

    def stop(self) -> None:
        """End all queries, and those to come."""
        self._stopped.set()

    def close(self) -> None:
        """End the processes that are idle; one that answers ends after its answer, with this process at the latest."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()


class _Reader:
    """One process, and the pipe to it."""

    def __init__(self, limits: Limits) -> None:
        context = get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_read, args=(there, limits), daemon=True)
        self._process.start()
        there.close()
        if not self._pipe.poll(_START):
            self.end()
            raise StoreError("a process that reads the store did not start; see what else this machine is doing")
        self._pipe.recv()  # it is there: its start is no part of a query's time

    def lives(self) -> bool:
        return self._process.is_alive()

    def ask(self, database: Path, question: Question, limits: Limits, check: Callable[[], None]) -> Reply | KgError:
        end = time.monotonic() + limits.seconds
        try:
            self._pipe.send((database, question))
            while not self._pipe.poll(_PAUSE):
                check()
                if time.monotonic() > end:
                    raise OverLimit(
                        "time", f"the query took more than {limits.seconds:g} seconds and was ended; ask for less"
                    )
            reply: Reply | KgError = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise OverLimit(
                "memory", f"the query needs more than {limits.memory >> 20} megabytes; ask for less, or sort less"
            ) from error
        return reply

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()


def _read(pipe: Connection, limits: Limits) -> None:
    """What a reading process does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches all; the server ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(OSError, ValueError):  # a lower limit stands
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    opened: tuple[Path, ox.Store] | None = None
    pipe.send(None)
    while True:
        try:
            database, question = pipe.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
        try:
            if opened is None or opened[0] != database:
                opened = None
                opened = database, ox.Store.read_only(str(database))
            if question.known:
                _check_known(opened[1], question)
            found = answer(opened[1], question.text, question.dataset, limits.rows)
            reply: Reply | KgError = replied(found, question)
        except KgError as error:
            reply = error
        except (OSError, RuntimeError) as error:
            reply = StoreError(f"the store cannot be read: {error}")
        pipe.send(reply)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _check_known(store: ox.Store, question: Question) -> None:
    graphs = (*question.dataset.default, *question.dataset.named) if question.dataset else dataset_of(question.text)
    for name in graphs:
        if not store.contains_named_graph(graph_name(name)):
            raise UsageError(f"the graph {name} is not in this store, and none is fetched from elsewhere; leave it out")
