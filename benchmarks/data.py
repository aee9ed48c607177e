"""Losses of data: what an update costs by batch size and number of samples, and what the full-data contour costs."""

from collections.abc import Callable

import numpy as np

from benchmarks.lines import Line, against, median, ms, repeated
from experiments.conditions import Conditions
from figures.map import surface_message
from optimizers import OPTIMIZERS, run
from surfaces import PROBLEMS, Fit, fit

UPDATES = 500
REPEATS = 9
SIZES = (1, 100, 1000)


def measure(repeats: int = REPEATS) -> list[Line]:
    """All lines of this file."""
    few, many = fit(PROBLEMS["line20"]), fit(PROBLEMS["line10000"])
    base = median(repeated(updates(few, 1), repeats))
    lines = []
    for surface, size in [(few, 1), *((many, size) for size in SIZES)]:
        taken = repeated(updates(surface, size), repeats)
        what = f"An update of gradient descent: batch of {size:,} of {len(surface.data):,} samples"
        best = f"best {1e6 * min(taken) / UPDATES:.3g} µs"
        how = f"{UPDATES} updates reshuffled, {repeats} runs; {median(taken) / base:.2g} of batch 1 of 20"
        lines.append(Line(what, f"{1e6 * median(taken) / UPDATES:.3g} µs", best, how))
    for name in ("line10000", "passed"):
        surface = fit(PROBLEMS[name])
        taken = [1000 * one for one in repeated(lambda one=surface: surface_message(one), repeats)]
        what = f"The full-data map and surface of {len(surface.data):,} samples, {surface.problem.model}"
        how = f"`figures.map.surface_message`, {repeats} runs"
        lines.append(Line(what, ms(median(taken)), f"best {ms(min(taken))}", how, **against(median(taken), 300, "ms")))
    return lines


def updates(surface: Fit, size: int) -> Callable[[], object]:
    """A run of UPDATES updates, every batch drawn anew."""
    rule, starts = OPTIMIZERS["gradient_descent"](lr=0.05), np.array([surface.starts[0]])
    return lambda: run(rule, Conditions(batch=size).around(surface), starts, UPDATES)
