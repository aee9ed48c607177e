"""The process that does the symbolic work: `python -m surfaces.formula.worker`. A request a line, an answer a line.

It limits its own memory and processor time, writes to nothing but its answers, and gives way to everything else on the
machine. Whoever started it kills it when an answer takes too long; when its input closes it ends.
"""

import contextlib
import json
import os
import sys
from typing import Any

from surfaces.formula.limits import MEMORY, SECONDS
from surfaces.formula.work import answer

READY = b"ready\n"
FIRST = "sqrt(x^2)+max(sin(x),y)^3/log(y+exp(x*y)/2.5)+atan(x)-2^y"  # works everything once that is imported late
FORBIDDEN = ("os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.remove", "os.rename", "os.mkdir")
FORBIDDEN += ("subprocess.", "socket.", "ctypes.", "shutil.", "pty.", "urllib.")
CAUGHT = 70  # how the process ends when it was about to do something forbidden


def main() -> None:
    limit()
    answer({"do": "read", "text": FIRST})
    answer({"do": "search", "text": FIRST, "bounds": ((-1.0, 1.0), (1.0, 2.0)), "values": ()})
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that prints can spoil an answer
    sys.addaudithook(watch)
    out.write(READY)
    for line in sys.stdin.buffer:
        allow(2 * SECONDS)
        out.write(json.dumps(answer(json.loads(line)), allow_nan=False).encode() + b"\n")


def watch(event: str, details: tuple[Any, ...]) -> None:
    """End the process before it writes a file, starts a program or calls anybody.

    Not before it compiles a text: SymPy does so itself, with texts of its own, in `sympy.polys.monomials`.
    """
    written = event == "open" and any(letter in str(details[1]) for letter in "wax+")
    if written or event.startswith(FORBIDDEN):
        os._exit(CAUGHT)


def limit() -> None:
    """No more memory than MEMORY, no file written, and the others first at the processor."""
    with contextlib.suppress(ImportError):  # no such limits on Windows; there only the time is limited
        import resource

        for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(what, (most, most))
    if hasattr(os, "nice"):
        os.nice(10)


def allow(seconds: float) -> None:
    """So much processor time from now on: for the case that nobody is left to kill this process."""
    with contextlib.suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1, most))


if __name__ == "__main__":
    main()
