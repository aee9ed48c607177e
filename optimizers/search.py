"""Searches along a line, each row on its own: how far to go is a rate (n, 1).

They give up where rounding ends them, not before: see `moving` and `telling`.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from optimizers.algebra import dot
from optimizers.core import Array, Points

Truth = NDArray[np.bool_]

TRIES = 100  # doublings of a first rate, or cuts of the bracket; one that is not enough leaves an endless way down
LEVEL = 1e-12  # the slope that counts as none, as a part of the slope at the start
NARROW = 1e-15  # the bracket that counts as closed, as a part of its upper end
SHORTEST = 1e-18  # the shortest rate worth a try, as a part of the first one


@np.errstate(divide="ignore")
def moving(theta: Points, g: Points) -> Array:
    """The shortest rate that moves a point at all, (n, 1): shorter steps against g are lost in its rounding."""
    return (np.spacing(np.abs(theta)) / (2 * np.abs(g))).min(axis=1, keepdims=True)


@np.errstate(divide="ignore")
def telling(theta: Points, g: Points, height: Array) -> Array:
    """The shortest rate whose effect can be told, (n, 1): it moves the point, and promises more than rounding.

    A rate a promises a fall by a*g.g, which is lost in the height (n, 1) if it is below half a unit of its last place.
    """
    return np.maximum(moving(theta, g), np.spacing(np.abs(height)) / (2 * dot(g, g)))


def level(slope: Callable[[Array], Array], trial: Array, shortest: Array) -> Array:
    """A rate at which the slope along the way, negative at first, vanishes; to within `shortest` (n, 1).

    The trial (n, 1) is doubled until the way no longer leads down; then false position closes in (the Illinois
    rule: an end that stays twice in a row counts half), every third time by halving. A way down without an end
    gives the last rate tried.
    """
    low, high = np.zeros_like(trial), trial
    at_start = at_low = slope(low)
    at_high = slope(high)
    for _ in range(TRIES):
        downhill = at_high < 0
        if not downhill.any():
            break
        low, at_low = np.where(downhill, high, low), np.where(downhill, at_high, at_low)
        high = np.where(downhill, 2 * high, high)
        at_high = np.where(downhill, slope(high), at_high)
    found = high
    searching = (at_low < 0) & ~(at_high <= 0)
    kept_low = kept_high = np.zeros_like(searching)
    for i in range(TRIES):
        if not searching.any():
            break
        middle = (low + high) / 2
        secant = (low * at_high - high * at_low) / (at_high - at_low)
        here = np.where((low < secant) & (secant < high) & (i % 3 < 2), secant, middle)
        at_here = slope(here)
        found = np.where(searching, here, found)
        down = at_here < 0
        at_high = np.where(down, np.where(kept_high, at_high / 2, at_high), at_here)
        at_low = np.where(down, at_here, np.where(kept_low, at_low / 2, at_low))
        low, high = np.where(down, here, low), np.where(down, high, here)
        kept_low, kept_high = ~down, down
        closed = (np.abs(at_here) <= LEVEL * np.abs(at_start)) | (high - low <= np.maximum(shortest, NARROW * high))
        searching = searching & ~closed
    return found


def backtrack(enough: Callable[[Array], Truth], trial: Array, factor: float, shortest: Array) -> Array:
    """The first of trial, factor*trial, factor^2*trial, ... that is enough; 0 where none above `shortest` (n, 1) is.

    enough takes rates (n, 1) and returns truth values (n, 1). The trial itself may be shorter.
    """
    shortest = np.maximum(shortest, SHORTEST * trial)
    rate = trial
    found = enough(rate)
    while (too_long := ~found & (factor * rate > shortest)).any():
        rate = np.where(too_long, factor * rate, rate)
        found = enough(rate)
    return np.where(found, rate, 0.0)
