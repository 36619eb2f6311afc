"""Chunks of work on any `concurrent.futures` executor: a bounded number under way, and those of a worker that dies given to another."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from typing import Any, TypeVar

Chunk = TypeVar("Chunk")
#: Chunks under way, which keep half as many workers busy, and how often one is tried.
AHEAD, TRIES = 64, 5


class Stopped(RuntimeError):
    """A sweep that cannot go on; what was found before stays in its store. The message is one line."""


class Serial(Executor):
    """An executor without workers: what is submitted is computed at once.

    >>> Serial().submit(max, 1, 2).result()
    2
    """

    def submit(self, function: Callable, /, *arguments, **named) -> Future:
        """Return the result, as a future that is done."""
        future = Future()
        try:
            future.set_result(function(*arguments, **named))
        except Exception as error:
            future.set_exception(error)
        return future


def processes(workers: int | None = None) -> ProcessPoolExecutor:
    """Return an executor with processes of this machine, as many as it has cores unless said, which end with the one that asked."""
    return ProcessPoolExecutor(workers or os.cpu_count(), initializer=_begin)


def _begin() -> None:
    """Leave interrupts to the process that asked, and end when it is gone: a worker of a pool would wait for more for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=lambda: os._exit(multiprocessing.parent_process().join() or 1), daemon=True).start()


class Pool:
    """The executor handed in, or processes of our own; processes that died are replaced."""

    def __init__(self, executor: Executor | None = None, workers: int | None = None):
        """Take an executor, which stays its owner's to shut down, or none; `workers` are those of our own."""
        self._workers, self._own = workers, executor is None
        self._executor = processes(workers) if executor is None else executor
        self.ahead = 1 if isinstance(executor, Serial) else AHEAD

    def submit(self, function: Callable, *arguments) -> Future:
        """Submit a call, to new processes where the old ones broke; raise `Stopped` where the executor takes no more."""
        try:
            return self._executor.submit(function, *arguments)
        except Exception as error:
            if not (isinstance(error, BrokenExecutor) and isinstance(self._executor, ProcessPoolExecutor)):
                raise Stopped(f"the executor takes no more work: {error}") from error
        self.close()
        self._executor, self._own = processes(self._workers), True
        return self._executor.submit(function, *arguments)

    def close(self) -> None:
        """End processes of our own; what they have not begun is not begun."""
        if self._own:
            self._executor.shutdown(cancel_futures=True)


def computed(
    call: Callable[[Chunk, int], tuple], chunks: Iterable[Chunk], pool: Pool, ahead: int | None = None, tries: int = TRIES
) -> Iterator[tuple[Chunk, Any]]:
    """Return chunks with their results, in the order in which they are done.

    `call` returns what is to be submitted for a chunk and its attempt: a function and its arguments. A chunk whose worker died is tried again, at most
    `tries` times in all; an error of the function itself is raised.

    >>> [result for _, result in computed(lambda chunk, attempt: (sum, chunk), [[1, 2], [3, 4]], Pool(Serial()))]
    [3, 7]
    """
    rest, lost, under_way = iter(chunks), deque(), {}
    try:
        while True:
            while len(under_way) < (ahead or pool.ahead) and (following := lost.popleft() if lost else next(((chunk, 1) for chunk in rest), None)):
                under_way[pool.submit(*call(*following))] = following
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                chunk, attempt = under_way.pop(future)
                try:
                    result = future.result()
                except _lost() as error:
                    if attempt == tries:
                        raise Stopped(
                            f"a chunk was lost {tries} times with the worker that had it ({type(error).__name__}); too little memory is the usual reason"
                        ) from error
                    lost.append((chunk, attempt + 1))
                else:
                    yield chunk, result
    finally:
        for future in under_way:
            future.cancel()


def _lost() -> tuple[type[BaseException], ...]:
    """Return the errors that say that a worker is gone, those of Dask where it is in use."""
    dask = sys.modules.get("distributed")
    return (BrokenExecutor, CancelledError, *([dask.KilledWorker] if dask else []))
