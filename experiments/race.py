"""A race: every racer of an experiment run from the same start, with what is said of each of its steps."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from experiments.conditions import FAIR, Conditions
from experiments.experiment import CONSTANT, Experiment, Point, Racer, conditions_of
from experiments.limits import RACERS
from optimizers import Event, Optimizer, Schedule, Trajectory, proof, run
from surfaces import Surface

STATUS = ("", "arrived", "on a saddle", "on a maximum", "on a ridge", "on a plateau", "diverged")
MOVING, ARRIVED, SADDLE, MAXIMUM, RIDGE, PLATEAU, DIVERGED = range(len(STATUS))

SMALL = 1e-3  # of the gradient and of the eigenvalues, times max(1, |f|)
NEGATIVE = -1e-6  # where an eigenvalue is below this, nothing has arrived
REST = (10, 1e-3)  # at rest: the last so many steps together shorter than this share of the map's diagonal
SLOW = 1e-2  # on a saddle, maximum, ridge or plateau, and not merely passing it: the last step shorter than this share


@dataclass(frozen=True)
class Run:
    """One racer's run, n = 1. `gradient_norm`, `status`: (steps+1,); NaN and DIVERGED from `diverged_at` on."""

    trajectory: Trajectory
    gradient_norm: NDArray[np.float64]
    status: NDArray[np.uint8]
    remark: str  # why it ended as it did, where there is something to say
    events: tuple[Event, ...] = ()  # what happened on the way, up to its last finite point


def race(experiment: Experiment) -> tuple[tuple[Racer, Run], ...]:
    """The racers that are on, each with its run. Runs are cached on their values: a dial recomputes one racer."""
    return tuple(one_by_one(experiment))


def one_by_one(experiment: Experiment) -> Iterator[tuple[Racer, Run]]:
    """The same as they come, for those who may not wait for all."""
    e = experiment
    for r in e.racers:
        if r.on:
            yield r, run_one(r.optimizer, e.surface, e.start, e.steps, r.schedule, conditions_of(e, r), bool(e.panels))


@lru_cache(maxsize=256)
def run_one(
    optimizer: Optimizer,
    surface: Surface,
    start: Point,
    steps: int,
    schedule: Schedule = CONSTANT,
    conditions: Conditions = FAIR,
    explained: bool = False,
) -> Run:
    """One optimizer on one surface. Never raises for a finite start: divergence is a result.

    Gradient norm, status and loss are the surface's own, without noise and clipping. If it is to be `explained`, its
    states are kept for that: see `descent`.
    """
    eventful = any(rule.eventful for rule in proof.kinds(optimizer))
    asked = optimizer, surface, start, steps, schedule, conditions
    trajectory = descent(*asked) if explained else descent.__wrapped__(*asked, keep_states=eventful)
    theta, loss = trajectory.theta[:, 0], trajectory.loss[:, 0]
    end = int(trajectory.diverged_at[0])
    alive = slice(0, end if end >= 0 else steps + 1)
    gradient_norm = np.full(steps + 1, np.nan)
    sharpness = np.full(steps + 1, np.nan)
    status = np.full(steps + 1, DIVERGED, dtype=np.uint8)
    gradient = surface.gradient(theta[alive])
    gradient_norm[alive] = np.hypot(gradient[:, 0], gradient[:, 1])
    low, sharpness[alive] = eigenvalues(surface.hessian(theta[alive]))
    status[alive] = classify(theta[alive], loss[alive], gradient_norm[alive], low, sharpness[alive], surface)
    remark = _remark(optimizer, trajectory, gradient_norm, sharpness)
    events = optimizer.events(trajectory.states[alive]) if eventful else ()
    return Run(replace(trajectory, states=()), gradient_norm, status, remark, events)


@lru_cache(maxsize=2 * RACERS)  # the last races: states take room
def descent(
    optimizer: Optimizer,
    surface: Surface,
    start: Point,
    steps: int,
    schedule: Schedule,
    conditions: Conditions,
    keep_states: bool = True,
) -> Trajectory:
    """One optimizer's trajectory with its states, for all that is shown of it: it is computed once."""
    factor = None if schedule == CONSTANT else schedule
    return run(optimizer, conditions.around(surface), np.array([start]), steps, factor, keep_states=keep_states)


def eigenvalues(hessian: NDArray) -> tuple[NDArray, NDArray]:
    """Smallest and largest eigenvalue of symmetric 2×2 matrices (..., 2, 2), in closed form."""
    a, b, c = hessian[..., 0, 0], hessian[..., 0, 1], hessian[..., 1, 1]
    with np.errstate(all="ignore"):
        middle, radius = (a + c) / 2, np.hypot((a - c) / 2, b)
        return middle - radius, middle + radius


def classify(
    theta: NDArray, loss: NDArray, gradient_norm: NDArray, low: NDArray, high: NDArray, surface: Surface
) -> NDArray[np.uint8]:
    """What each point of a path is, as an index into STATUS. theta (k, 2), the others (k,)."""
    scale = SMALL * np.maximum(1, np.abs(loss))
    small = gradient_norm <= scale
    flat = small & (np.maximum(np.abs(low), np.abs(high)) <= scale)
    falls = small & ~flat & (low < -scale)  # a way down that is not itself small
    (x0, x1), (y0, y1) = surface.bounds
    steps = np.concatenate([[0], np.hypot(*np.diff(theta, axis=0).T)]) / np.hypot(x1 - x0, y1 - y0)
    slow = steps < SLOW
    window, share = REST
    walked = np.cumsum(steps)
    rest = np.zeros(len(theta), dtype=bool)
    rest[window:] = walked[window:] - walked[:-window] < share
    status = np.full(len(theta), MOVING, dtype=np.uint8)
    status[small & ~flat & rest & (low >= NEGATIVE)] = ARRIVED
    status[falls & slow] = RIDGE  # level along it, as far as the curvature tells
    status[falls & slow & (high > scale)] = SADDLE
    status[falls & slow & (high < -scale)] = MAXIMUM
    status[flat & slow] = PLATEAU
    level = np.flatnonzero(status != MOVING)
    if surface.bent and len(level):  # level by convention only: on an edge
        status[level[surface.kinked(theta[level])]] = MOVING
    return status


def _remark(optimizer: Optimizer, trajectory: Trajectory, gradient_norm: NDArray, sharpness: NDArray) -> str:
    end = int(trajectory.diverged_at[0])
    if end == 0:
        return "the loss is not defined at this start"
    if not np.isfinite(gradient_norm[0]):
        return "the gradient is not defined at this start"
    if end < 0 or trajectory.undefined[0]:
        return ""
    if optimizer.id == "gradient_descent":
        product = trajectory.lr * sharpness[:-1]
        above = np.flatnonzero(product > 2)
        if len(above):
            k = int(above[0])
            return f"η·λmax = {short(product[k])} > 2 at step {k}"
    return ""


def short(value: float) -> str:
    """A number in about three digits, whole from a thousand on, with an exponent from a million on."""
    return f"{value:.0f}" if 1000 <= abs(value) < 1e6 else f"{value:.3g}"
