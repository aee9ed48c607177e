"""The long fuzz of the formula box: `python -m tests.fuzz_formulas`. A short one is in the suite.

100,000 texts through the reader and 2,000 through all that follows. It fails if anything executes, if anything comes
out that is neither a tree nor a message, if an answer takes longer than it may, or if a surface has a value where its
text has none. Minutes.
"""

import math
import random
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
from tests.arithmetic import real_value_of
from tests.formulas import meaning, texts, well_formed
from tests.written import PLACES

READ, MADE, MEANT = 100_000, 2_000, 300
AT_MOST = 0.1  # seconds of processor time, to read one
LARGE = 1e100  # from where on parts may overflow
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


def meant(count: int = MEANT) -> Counter[str]:
    """Surfaces against what their texts mean, worked out by Python alone: by places where there is a value or none."""
    outcomes: Counter[str] = Counter()
    r = random.Random(2)
    for text, wanted in (meaning(r, r.randint(2, 5)) for _ in range(count)):
        try:
            surface = from_formula(text)
        except FormulaError:
            outcomes["refused"] += 1
            continue
        used = {p.name: p.default for p in surface.params}
        for place in PLACES:
            at = (place["x"], place["y"])
            try:
                value = real_value_of(wanted, place | used)
            except OverflowError:
                continue
            if abs(value) >= LARGE:
                continue
            outcomes["no value" if math.isnan(value) else "a value"] += 1
            numbers = [surface.value(at), *surface.gradient(at), *surface.hessian(at).flat]
            assert np.isnan(numbers).all() if math.isnan(value) else np.isfinite(numbers[0]), (text, at)
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
    print("meaning:", dict(meant()), flush=True)
    POOL.close()
    assert not list(Path().glob("CANARY*")), "something wrote a file"
    assert made["slowest"] <= 1000 * (2 * SECONDS + 2), "an answer took too long"
