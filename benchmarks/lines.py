"""One line of the table, and the statistics that stand in it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Line:
    """What was measured, and how. `target` is what the project aims at; a dash stands where it has no aim."""

    what: str
    typical: str  # the median, unless `how` says otherwise
    also: str  # the best of all repeats, or the slow end
    how: str
    target: str = "–"
    missed: bool = False


def against(value: float, target: float, unit: str, least: bool = False) -> dict[str, Any]:
    """The two fields of a Line that compare a value with a target: at most, or at `least`."""
    return {
        "target": f"{'≥' if least else '≤'} {target:g} {unit}",
        "missed": value < target if least else value > target,
    }


def repeated(work: Callable[[], object], repeats: int) -> list[float]:
    """The seconds that each of `repeats` calls took, after one call that does not count."""
    work()
    return [seconds(work) for _ in range(repeats)]


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def median(values: Sequence[float]) -> float:
    return float(np.median(values))


def p95(values: Sequence[float]) -> float:
    return float(np.quantile(values, 0.95))


def ms(value: float) -> str:
    """A duration that is given in milliseconds, in three digits."""
    return f"{value:.0f} ms" if value >= 100 else f"{value:.3g} ms"


def kb(count: float) -> str:
    return f"{count / 1000:.1f} kB"
