"""Running an optimizer: from starts to a Trajectory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimizers.core import Array, Loss, Optimizer, State

ESCAPE = 1e8  # farther out than this, a trajectory counts as diverged
CHUNK = 8192  # points whose loss is taken in one call: few calls, and their temporaries still fit the cache

_watcher: ContextVar[Callable[[float], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Callable[[float], None]) -> Iterator[None]:
    """Runs of this thread tell `watcher` after every update what share is done; what it raises ends the run."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell(share: float) -> None:
    """Tell the watcher of this thread, if there is one, what share is done: for work beside `run` that takes long."""
    if watcher := _watcher.get():
        watcher(share)


@dataclass(frozen=True, eq=False)
class Trajectory:
    """What n independent runs did in `steps` updates. The arrays are read-only.

    From `diverged_at` on, theta and loss are NaN: what they hold is finite and within ESCAPE, or NaN.
    """

    theta: Array  # (steps + 1, n, 2): the starts, then the point after each update
    loss: Array  # (steps + 1, n): the base loss there, without noise or batch
    lr: Array  # (steps,): the rate of each update, schedule included
    states: tuple[State, ...]  # steps + 1 of them, or () if not kept; after a divergence they hold what came of it
    diverged_at: NDArray[np.int64]  # (n,): the first t at which theta or the loss escaped; -1 = never
    undefined: NDArray[np.bool_]  # (n,): whether that was to a point within ESCAPE where the loss has no value (NaN)


def run(
    optimizer: Optimizer,
    loss: Loss,
    starts: ArrayLike,
    steps: int,
    schedule: Callable[[int, int], float] | None = None,
    keep_states: bool = False,
) -> Trajectory:
    """Descend from each of the starts (n, 2); update t = 1, 2, ... sees loss.at(t) and schedule(t - 1, steps).

    schedule gives the factor on the optimizer's rate after t = 0, 1, ... of so many updates (see `schedules`).
    A run that diverges raises nothing, warns of nothing, and leaves the other rows alone. ValueError if the
    starts are not (n, 2), if steps is negative.
    """
    theta = np.array(starts, dtype=np.float64)
    if theta.ndim != 2 or theta.shape[1] != 2:
        raise ValueError(f"starts must have shape (n, 2), not {theta.shape}")
    if steps < 0:
        raise ValueError(f"steps must not be negative, not {steps}")
    rates = [optimizer.lr * (schedule(t, steps) if schedule else 1.0) for t in range(steps)]
    watcher = _watcher.get()
    path = np.empty((steps + 1, *theta.shape))
    path[0] = theta
    with np.errstate(all="ignore"):
        state = optimizer.init(theta)
        states = [state]
        for t, lr in enumerate(rates, start=1):
            theta, state = optimizer.step(theta, loss.at(t), state, lr)
            path[t] = theta
            if keep_states:
                states.append(state)
            if watcher:
                watcher(t / steps)
        heights, escaped = _heights(loss, path)
        diverged_at, undefined = _cut(path, heights, escaped)
    lr = np.array(rates, dtype=np.float64)
    for array in (path, heights, lr, diverged_at, undefined):
        array.setflags(write=False)
    return Trajectory(path, heights, lr, tuple(states) if keep_states else (), diverged_at, undefined)


def _heights(loss: Loss, path: Array) -> tuple[Array, NDArray[np.bool_]]:
    """The base loss along the path, and where it or the path has escaped: (steps + 1, n) both."""
    points = path.reshape(-1, 2)
    heights, escaped = np.empty(len(points)), np.empty(len(points), dtype=bool)
    for i in range(0, len(points), CHUNK):
        piece = slice(i, i + CHUNK)
        here = points[piece]
        heights[piece] = loss.value(here)
        near = here[:, 0] ** 2 + here[:, 1] ** 2 <= ESCAPE**2  # not so where it is NaN
        escaped[piece] = ~(near & np.isfinite(heights[piece]))
    return heights.reshape(path.shape[:2]), escaped.reshape(path.shape[:2])


def _cut(path: Array, heights: Array, escaped: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The first escape of each row, and whether only its height is NaN, (n,) both; from there on all of it is."""
    ever = escaped.any(axis=0)
    diverged_at = np.where(ever, escaped.argmax(axis=0), -1)
    undefined = np.zeros(ever.shape, dtype=bool)
    for row in np.flatnonzero(ever):
        there = path[diverged_at[row], row]
        undefined[row] = np.hypot(*there) <= ESCAPE and np.isnan(heights[diverged_at[row], row])
        path[diverged_at[row] :, row] = np.nan
        heights[diverged_at[row] :, row] = np.nan
    return diverged_at, undefined
