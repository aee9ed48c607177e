"""A few processes for the symbolic work on strangers' formulas. A process that takes too long is killed and replaced.

What goes out and comes back is JSON; nothing is unpickled. Nothing of a formula is written anywhere.
"""

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from surfaces.formula.error import FormulaError
from surfaces.formula.limits import ANSWER, PATIENCE, SECONDS, WAITING, WORKERS

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "surfaces.formula.worker")
STARTING = 60.0  # seconds that a process may take to start, on a machine that is busy
LOOK = 0.05  # seconds between two looks whether waiting work is still wanted
JOBS = 1000  # requests after which a process is replaced, lest its caches grow for ever
FAULT = 0.9  # of SECONDS, in processor time, from which on it is the formula that is slow, and not the machine
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

TOO_SLOW = f"The derivatives of this formula take longer than {SECONDS:g} seconds. Try a simpler one."
BROKEN = "This formula cannot be worked out here."
TOO_LARGE = "The derivatives of this formula take too much memory. Try a simpler one."
BUSY = "Many formulas are being worked out at this moment. Try again in a few seconds."
STOPPED = "Stopped."


class Unanswered(FormulaError):
    """No answer, and not for what is wrong with the formula itself. `lasts`: it would be said again."""

    def __init__(self, message: str, lasts: bool = False) -> None:
        super().__init__(message)
        self.lasts = lasts


class _Worker:
    """One process. Used by one thread at a time, except for `kill`."""

    def __init__(self) -> None:
        self.jobs = 0
        self.why = ""
        self.lasts = False
        self._ready = False
        self.process = subprocess.Popen(
            COMMAND,
            cwd=ROOT,
            env=os.environ | ONE_THREAD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the server's terminal is the server's business
        )

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer. Unanswered if the process was killed or gave up; it is of no further use then."""
        if not self._ready:
            self._line(STARTING, len(b"ready\n"), lambda: self.kill(BUSY))
            self._ready = True
        self.jobs += 1
        before = self._used()

        def late() -> None:
            used = self._used()
            self.kill(TOO_SLOW, before is None or used is None or used - before >= FAULT * SECONDS)

        try:
            stdin = _pipe(self.process.stdin)
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
        except OSError:
            raise Unanswered(self.why or BROKEN) from None
        return json.loads(self._line(SECONDS, ANSWER, late))

    def _used(self) -> float | None:
        """Seconds of processor time so far; None on systems that do not tell."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        except OSError:
            return None
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def _line(self, seconds: float, most: int, late: Callable[[], None]) -> bytes:
        clock = threading.Timer(seconds, late)
        clock.daemon = True
        clock.start()
        try:
            line = _pipe(self.process.stdout).readline(most)
        finally:
            clock.cancel()
        if not line.endswith(b"\n"):
            too_long = len(line) >= most
            self.kill(TOO_LARGE if too_long else BROKEN, too_long)
            raise Unanswered(self.why, self.lasts)
        return line

    def kill(self, why: str, lasts: bool = False) -> None:
        if not self.why:
            self.why, self.lasts = why, lasts
        self.process.kill()

    def end(self) -> None:
        """Kill it, and leave nothing of it behind."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # for what it had not read any more
                _pipe(pipe).close()
        self.process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


class Pool:
    """`size` processes, started at the first request or by `start`."""

    def __init__(self, size: int = WORKERS) -> None:
        self.size = size
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(size + WAITING)
        self._named: dict[str, _Worker | None] = {}  # of requests that can be stopped: who works on them

    def start(self) -> None:
        """Start the processes, if they do not run yet. Returns at once."""
        with self._lock:
            while len(self._all) < self.size:
                self._add()

    def _add(self) -> None:
        worker = _Worker()
        self._all.add(worker)
        self._idle.put(worker)

    def ask(self, request: dict[str, Any], ticket: str = "") -> Any:
        """What the work on a request gives, as data. FormulaError if the formula is refused or takes too much.

        `ticket` names the request for `stop`.
        """
        if not self._places.acquire(blocking=False):
            raise Unanswered(BUSY)
        try:
            answer = self._ask(request, ticket)
        finally:
            self._places.release()
        if "refused" in answer:
            refused = answer["refused"]
            start, end = refused["place"]
            raise FormulaError(refused["message"], start, end, refused["fix"])
        return answer["done"]

    def _ask(self, request: dict[str, Any], ticket: str) -> dict[str, Any]:
        self.start()
        with self.stoppable(ticket):
            worker = self._free(ticket)
            good = False
            try:
                answer = worker.ask(request)
                good = worker.jobs < JOBS
                return answer
            finally:
                self._forget(ticket)  # first: from now on the process may be somebody else's
                self._give_back(worker, good)

    @contextlib.contextmanager
    def stoppable(self, ticket: str) -> Iterator[None]:
        """Meanwhile `stop` knows a request of that name, if it has one."""
        if ticket:
            with self._lock:
                self._named[ticket] = None
        try:
            yield
        finally:
            self._forget(ticket)

    def _forget(self, ticket: str) -> None:
        with self._lock:
            self._named.pop(ticket, None)

    def wanted(self, ticket: str) -> bool:
        """Whether the request of that name has not been stopped; one without a name cannot be."""
        return not ticket or ticket in self._named

    def _free(self, ticket: str) -> _Worker:
        """A process that has nothing to do, now with that work. Unanswered if there is none for long."""
        end = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(queue.Empty):
                worker = self._idle.get(timeout=LOOK)
                with self._lock:
                    if ticket in self._named:
                        self._named[ticket] = worker
                    if self.wanted(ticket):
                        return worker
                self._idle.put(worker)
            if not self.wanted(ticket):
                raise Unanswered(STOPPED)
            if time.monotonic() > end:
                raise Unanswered(BUSY)

    def _give_back(self, worker: _Worker, good: bool) -> None:
        if good and not worker.why:
            self._idle.put(worker)
            return
        worker.end()
        with self._lock:
            known = worker in self._all
            self._all.discard(worker)
            if known:
                self._add()

    def stop(self, ticket: str) -> None:
        """Give up the request of that name, whether it is being worked on or waits for that."""
        with self._lock:
            worker = self._named.pop(ticket, None)
            if worker is not None:  # and not before the lock is given back, when it may work for somebody else
                worker.kill(STOPPED)

    def close(self) -> None:
        """End all processes. They start again if somebody asks again."""
        with self._lock:
            workers, self._all = self._all, set()
            self._idle = queue.LifoQueue()
        for worker in workers:
            worker.kill(STOPPED)
            worker.end()


POOL = Pool()
atexit.register(POOL.close)
