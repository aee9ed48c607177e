"""What many ask for at the same moment is worked out once: the others wait for whoever asked first.

They take no place of the pool. Whoever gives up takes nobody else's answer away: the next one does the work again.
"""

import copy
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from surfaces.formula.error import FormulaError
from surfaces.formula.pool import LOOK, POOL, STOPPED, Unanswered

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_only_known: ContextVar[bool] = ContextVar("only_known", default=False)


class Unknown(Exception):
    """Something would have to be worked out."""


@contextmanager
def only_known() -> Iterator[None]:
    """Meanwhile nothing is worked out, and nobody waits for it: where it has not been, Unknown is raised."""
    before = _only_known.set(True)
    try:
        yield
    finally:
        _only_known.reset(before)


class Once(Generic[K, V]):
    """What came of the last `kept` keys, and what was said of the last `kept` that are too much."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._known: OrderedDict[K, Future[V]] = OrderedDict()
        self._refused: OrderedDict[K, Future[V]] = OrderedDict()
        self._under_way: dict[K, Future[V]] = {}
        self._lock = threading.Lock()

    def of(self, key: K, work: Callable[[], V], ticket: str = "") -> V:
        """What `work` gives, for everybody who asks for this key. FormulaError as it raises, or if stopped.

        `ticket` is what `work` gives the pool, if anything: `Pool.stop` ends the waiting, too.
        """
        own: Future[V] = Future()
        with POOL.stoppable(ticket):
            while (shared := self._first(key, own)) is not own:
                _await(shared, ticket)
                error = shared.exception()
                if error is None:
                    return shared.result()
                if not _given_up(error):
                    raise _anew(error)
        return self._work(key, work, own)

    def forget(self) -> None:
        """Everything that is known, but not what is under way."""
        with self._lock:
            self._known.clear()
            self._refused.clear()

    def _first(self, key: K, own: Future[V]) -> Future[V]:
        """What stands for that key, or is going to; `own` if there was nothing."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            if key in self._refused:
                return self._refused[key]
            if _only_known.get():
                raise Unknown
            return self._under_way.setdefault(key, own)

    def _work(self, key: K, work: Callable[[], V], own: Future[V]) -> V:
        try:
            value = work()
        except BaseException as error:
            self._done(key, own, self._refused if _lasts(error) else None)
            own.set_exception(_anew(error))
            raise
        self._done(key, own, self._known)
        own.set_result(value)
        return value

    def _done(self, key: K, own: Future[V], kept: OrderedDict[K, Future[V]] | None) -> None:
        with self._lock:
            del self._under_way[key]
            if kept is not None:
                kept[key] = own
                if len(kept) > self._kept:
                    kept.popitem(last=False)


def _await(shared: Future[Any], ticket: str) -> None:
    """Wait until it is done. Unanswered if that ticket is stopped meanwhile."""
    while not wait([shared], LOOK if ticket else None).done and POOL.wanted(ticket):
        pass
    if not POOL.wanted(ticket):
        raise Unanswered(STOPPED)


def _given_up(error: BaseException) -> bool:
    """Whether it is only the visitor who asked first that does not want it any more."""
    return not isinstance(error, Exception) or (isinstance(error, Unanswered) and error.message == STOPPED)


def _lasts(error: BaseException) -> bool:
    """Whether it would be said again of the same formula."""
    return error.lasts if isinstance(error, Unanswered) else isinstance(error, FormulaError)


def _anew(error: BaseException) -> BaseException:
    """The same, without the traceback of who came first."""
    return copy.copy(error) if isinstance(error, FormulaError) else error
