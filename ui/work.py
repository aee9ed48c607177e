"""Long work: how far it is, whether anybody still waits for it, and that it keeps nobody else waiting."""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from experiments.limits import LONG, PATIENCE, SOON, WAITING, Refused

BUSY = "Many long races are being computed at this moment. Try again in a minute."
LINES = "application/x-ndjson"
TOLD = 0.1  # seconds between two lines about how far it is

_going = threading.Semaphore(LONG)
_places = threading.BoundedSemaphore(LONG + WAITING)


class Stopped(Exception):
    """Nobody waits for the work any more."""


class Late(Exception):
    """The work takes longer than a session waits for it."""


def patient() -> Callable[[float], None]:
    """A watcher that ends the work after its first word, when all is compiled, and PATIENCE seconds of its thread."""
    end: float | None = None

    def tick(_share: float) -> None:
        nonlocal end
        end = end or time.thread_time() + PATIENCE
        if time.thread_time() > end:
            raise Late

    return tick


class Work:
    """Some work of a thread. `tick` is a watcher of `optimizers.run.watched`: it ends or delays the work."""

    def __init__(self, when_long: Callable[[], None] | None = None, runs: int = 1) -> None:
        self.stopped = False
        self.runs = runs  # that it has
        self._is_long = False
        self.begins(when_long)

    def begins(self, when_long: Callable[[], None] | None) -> None:
        """It has a place now, which `when_long` gives away; until then it has only waited."""
        self._made, self._share = 0, 0.0
        self._when_long = when_long
        self._soon = time.monotonic() + SOON

    @property
    def share(self) -> float:
        """How much is done, of 1."""
        return min((self._made + self._share) / max(self.runs, 1), 1.0)

    def tick(self, share: float) -> None:
        """So much of the present run is done."""
        if self.stopped:
            raise Stopped
        self._made, self._share = (self._made + 1, 0.0) if share == 1 else (self._made, share)
        if self._when_long and not self._is_long and time.monotonic() > self._soon:
            self._give_way(self._when_long)

    def _give_way(self, when_long: Callable[[], None]) -> None:
        if not _places.acquire(blocking=False):
            raise Refused(BUSY)
        when_long()
        while not _going.acquire(timeout=TOLD):
            if self.stopped:
                _places.release()
                raise Stopped
        self._is_long = True

    def end(self) -> None:
        """To be called by its thread, whatever has come of it."""
        if self._is_long:
            self._is_long = False
            _going.release()
            _places.release()


class Told(StreamingResponse):
    """The answer of work that takes long: see `told`."""

    def __init__(self, work: Work, making: "asyncio.Future[Any]", last: Callable[[Any], str]) -> None:
        super().__init__(told(work, making, last), media_type=LINES)
        self.work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.work.stopped = True  # also if not one line has been read


async def told(work: Work, making: "asyncio.Future[Any]", last: Callable[[Any], str]) -> AsyncGenerator[str, None]:
    """Lines of JSON: {"share"} while it is made, then the last one. Whoever stops to read ends the work."""
    try:
        while not making.done():
            await asyncio.wait({making}, timeout=TOLD)
            if not making.done():
                yield json.dumps({"share": round(work.share, 3)}) + "\n"
        yield last(making.result()) + "\n"
    finally:
        work.stopped = True
        making.cancel()
        with contextlib.suppress(asyncio.CancelledError, Stopped):
            await making
