"""Articles over the cores of one machine: one pipeline a process, results in the order of the articles.

The bytes that come out do not depend on the number of processes: articles go in the same batches however many there
are, and results are given back in order. Only the caller writes to the store; a worker that dies takes no more with it
than the one article that killed it, which is found and set aside.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import connection, get_context, parent_process
from threading import Thread
from typing import Protocol, TypeVar

from kg.config import Settings
from kg.errors import ConfigError, KgError
from kg.model import Article, BuildResult, ValidationReport

__all__ = ["build_all", "ready"]

BATCH = 32
"""Articles that go to a process in one go."""

FEW = 2
"""Up to so many batches it is quicker to build here than to load a pipeline in every process."""

RECYCLE = 600
"""Batches after which the processes are replaced, so that nothing which a library keeps can grow for ever."""

_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)

_Batch = list[Article]


class _Builder(Protocol):
    def build(self, articles: Iterable[Article]) -> Iterator[BuildResult]: ...


_Made = TypeVar("_Made")


def _default(settings: Settings) -> _Builder:
    from kg.pipeline import Builder

    return Builder(settings)


def build_all(
    articles: Iterable[Article],
    settings: Settings,
    jobs: int | None = None,
    *,
    make: Callable[[Settings], _Builder] = _default,
    batch: int = BATCH,
    few: int = FEW,
    recycle: int = RECYCLE,
) -> Iterator[BuildResult]:
    """Build articles in several processes; end the iterator early (or close it) and they end too.

    Args:
        articles: Any number; they are drawn as results are taken, a few batches ahead.
        settings: What to run with.
        jobs: Processes; ``settings.jobs`` by default, and where that is 0 as many as there are cores.
        make: Makes the builder of a process, once in each; a function of a module, since processes find it by name.
        batch: Articles that are parsed together.
        few: Batches up to which everything is done in this process.
        recycle: Batches after which processes are replaced.

    Yields:
        One result an article, in order.

    Raises:
        ConfigError: The pipeline cannot be loaded.
    """
    for name in _ONE_THREAD:  # before numpy is imported, here or in a process that inherits this
        os.environ.setdefault(name, "1")
    count = jobs or settings.jobs or _cores()
    batches = _batches(articles, batch)
    head = list(islice(batches, few + 1))
    batches = chain(head, batches)
    if count == 1 or len(head) <= few:
        builder = ready(settings, make) if head else None
        for each in batches:
            assert builder is not None
            yield from builder.build(each)
        return
    while first := next(batches, None):
        yield from _pooled(chain([first], islice(batches, recycle - 1)), settings, count, make)


def ready(settings: Settings, make: Callable[[Settings], _Made]) -> _Made:
    """A builder whose data the garbage collector no longer walks through: it stays for good, and annotating gains.

    Args:
        settings: What to run with.
        make: Makes the builder.

    Raises:
        ConfigError: The pipeline cannot be loaded.
    """
    gc.unfreeze()  # what an earlier builder held is let go: a process that runs many builds would keep every pipeline
    gc.collect()
    builder = make(settings)
    gc.collect()
    gc.freeze()
    return builder


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batches(articles: Iterable[Article], size: int) -> Iterator[_Batch]:
    stream = iter(articles)
    while batch := list(islice(stream, size)):
        yield batch


# -------------------------------------------------------------------------------------------------- the calling process


class _Pool:
    """Processes that live no longer than the ``with`` block; leaving it early ends them at once."""

    def __init__(self, count: int, settings: Settings, make: Callable[[Settings], _Builder]) -> None:
        self._executor = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_prepare)
        self._settings, self._make = settings, make

    def submit(self, batch: _Batch) -> Future[list[BuildResult]] | None:
        """Hand a batch over; None where the pool is broken."""
        try:
            with _interrupt_held():
                return self._executor.submit(_build, batch, self._settings, self._make)
        except BrokenProcessPool:
            return None

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for process in list((getattr(self._executor, "_processes", None) or {}).values()):
                process.terminate()
        self._executor.shutdown(cancel_futures=True)  # the pool's own thread waits for the processes


@contextmanager
def _interrupt_held() -> Iterator[None]:
    """Processes started meanwhile never see Ctrl-C, which is the caller's to answer; it is answered right after."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _pooled(
    batches: Iterator[_Batch], settings: Settings, count: int, make: Callable[[Settings], _Builder]
) -> Iterator[BuildResult]:
    """Results of these batches; once a process has died no more are drawn, and those handed over are done with care."""
    waiting: deque[tuple[_Batch, Future[list[BuildResult]] | None]] = deque()
    broken = False
    with _Pool(count, settings, make) as pool:
        while True:
            while not broken and len(waiting) < 2 * count and (batch := next(batches, None)):
                waiting.append((batch, pool.submit(batch)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            results = _result(future)
            broken = broken or results is None
            yield from _careful(batch, settings, make) if results is None else results


def _result(future: Future[list[BuildResult]] | None) -> list[BuildResult] | None:
    try:
        return future.result() if future else None
    except BrokenProcessPool:
        return None


def _careful(batch: _Batch, settings: Settings, make: Callable[[Settings], _Builder]) -> Iterator[BuildResult]:
    """Build a batch that was in hand when a process died, in halves, until the article that did it stands alone."""
    with _Pool(1, settings, make) as pool:
        results = _result(pool.submit(batch))
    if results is not None:
        yield from results
    elif len(batch) > 1:
        yield from _careful(batch[: len(batch) // 2], settings, make)
        yield from _careful(batch[len(batch) // 2 :], settings, make)
    else:
        (article,) = batch
        reason = f"article {article.id} ended the process that read it (out of memory, or a library's fault); cut it up"
        yield BuildResult(article, (), None, ValidationReport(conforms=False), error=reason)


# ------------------------------------------------------------------------------------------------------------- a worker

_made: dict[str, _Builder] = {}


def _prepare() -> None:
    """A worker ends with its parent, even if that is killed."""
    parent = parent_process()
    if parent is not None:

        def watch() -> None:
            connection.wait([parent.sentinel])
            os._exit(1)

        Thread(target=watch, daemon=True).start()


def _build(batch: _Batch, settings: Settings, make: Callable[[Settings], _Builder]) -> list[BuildResult]:
    try:
        if "builder" not in _made:
            _made["builder"] = ready(settings, make)
        return list(_made["builder"].build(batch))
    except KgError as error:  # its own class may not survive the way between processes
        raise ConfigError(str(error)) from None
