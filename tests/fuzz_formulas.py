"""The long fuzz of the formula box: `python -m tests.fuzz_formulas`. A short one is in the suite.

100,000 texts through the reader and 2,000 through all that follows. It fails if anything executes, if anything comes
out that is neither a tree nor a message, or if an answer takes longer than it may. Minutes.
"""

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from surfaces.formula.error import FormulaError
from surfaces.formula.limits import SECONDS
from surfaces.formula.pool import POOL
from surfaces.formula.reader import read
from surfaces.formula.typed import from_formula
from tests.formulas import texts, well_formed

READ, MADE = 100_000, 2_000
AT_MOST = 0.1  # seconds of processor time, to read one
HARMFUL = ("exec", "compile", "import", "open", "os.", "subprocess.", "socket.")  # what no reading of a text does
armed = False
seen: list[str] = []


def canary(event: str, _details: object) -> None:
    if armed and event.startswith(HARMFUL):
        seen.append(event)


def reading(count: int = READ) -> Counter[str]:
    """What became of the texts; the slowest reading, in milliseconds, under "slowest"."""
    global armed
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    read("x^2")
    for text in texts(count):
        begin = time.process_time()
        armed = True
        try:
            read(text)
            outcome = "read"
        except FormulaError as error:
            outcome = "refused" if error.message.strip() and 0 <= error.start <= error.end <= len(text) else "mute"
        finally:
            armed = False
        slowest = max(slowest, time.process_time() - begin)
        outcomes[outcome] += 1
    if seen or outcomes["mute"]:
        raise AssertionError(f"{seen[:5]}, {outcomes['mute']} without a message or a place")
    assert slowest < AT_MOST, f"{slowest} s"
    outcomes["slowest"] = round(1000 * slowest)
    return outcomes


def making(count: int = MADE) -> Counter[str]:
    """As `reading`, of formulas that can be read, through the processes and into surfaces; then evaluated."""
    import random

    outcomes: Counter[str] = Counter()
    slowest, r = 0.0, random.Random(1)
    where = np.array([[0.5, -0.7], [1.0, 2.0], [0.0, 0.0], [-2.5, 0.3]])
    while sum(outcomes.values()) < count:
        text = well_formed(r, r.randint(2, 9))
        try:
            read(text)
        except FormulaError:
            continue
        begin = time.perf_counter()
        try:
            surface = from_formula(text)
        except FormulaError as error:
            outcomes[error.message] += 1
        else:
            outcomes["a surface"] += 1
            assert surface.value(where).shape == (4,), text
            assert surface.gradient(where).shape == (4, 2), text
            assert surface.hessian(where).shape == (4, 2, 2), text
        took = time.perf_counter() - begin
        slowest = max(slowest, took)
        if took > 1:
            print(f"{took:.2f} s: {text}", flush=True)
    outcomes["slowest"] = round(1000 * slowest)
    return outcomes


if __name__ == "__main__":
    sys.addaudithook(canary)
    begin = time.perf_counter()
    print("reader:", dict(reading(int(sys.argv[1]) if len(sys.argv) > 1 else READ)), flush=True)
    print(f"  {time.perf_counter() - begin:.0f} s", flush=True)
    POOL.start()
    begin = time.perf_counter()
    made = making(int(sys.argv[2]) if len(sys.argv) > 2 else MADE)
    print("pipeline:", dict(made))
    print(f"  {time.perf_counter() - begin:.0f} s")
    POOL.close()
    assert not list(Path().glob("CANARY*")), "something wrote a file"
    assert made["slowest"] <= 1000 * (2 * SECONDS + 2), "an answer took too long"
