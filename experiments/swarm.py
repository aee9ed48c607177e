"""A swarm: one racer run many times at once, from many starts or with many seeds. One lucky run proves nothing."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from experiments.conditions import Conditions
from experiments.experiment import CONSTANT, Experiment, Point, Racer, Swarm, conditions_of
from experiments.limits import SWARM_SAMPLES, Refused
from optimizers import Optimizer, Schedule, Trajectory, run
from surfaces import Surface

NEAR = 0.05  # a run is at a minimum within this share of the map's diagonal
BAND = (10, 90)  # per cent: the band in the strip


@dataclass(frozen=True, eq=False)
class Cloud:
    """A swarm's runs. Row 0 is the racer's own run.

    Rows that diverged have left mean and band from there on. `at` counts the runs at each of the surface's minima,
    then those elsewhere, then those diverged.
    """

    swarm: Swarm
    trajectory: Trajectory  # theta (steps + 1, n, 2)
    mean: NDArray[np.float64]  # (steps + 1,) of the loss; NaN where all have diverged
    band: NDArray[np.float64]  # (2, steps + 1) the BAND percentiles of the loss
    at: NDArray[np.int64]  # (steps + 1, minima + 2)


def racer_of(experiment: Experiment) -> Racer | None:
    """The racer whose swarm the experiment has; None if it has none, or the racer is off."""
    e = experiment
    return next((r for r in e.racers if e.swarm and r.slot == e.swarm.slot and r.on), None)


def cloud(experiment: Experiment, racer: Racer) -> Cloud:
    """The swarm of the experiment, around this racer. Refused if its batches are too many samples."""
    e = experiment
    assert e.swarm is not None
    conditions = conditions_of(e, racer)
    if e.swarm.n * conditions.batch > SWARM_SAMPLES:
        raise Refused(
            f"{e.swarm.n:,} runs with batches of {conditions.batch:,} samples are too much: "
            f"at most {SWARM_SAMPLES // conditions.batch:,} runs, or batches of {SWARM_SAMPLES // e.swarm.n:,}."
        )
    return _cloud(racer.optimizer, e.surface, e.start, e.steps, racer.schedule, conditions, e.swarm)


@lru_cache(maxsize=4)
def _cloud(
    optimizer: Optimizer,
    surface: Surface,
    start: Point,
    steps: int,
    schedule: Schedule,
    conditions: Conditions,
    swarm: Swarm,
) -> Cloud:
    factor = None if schedule == CONSTANT else schedule
    trajectory = run(optimizer, conditions.around(surface), starts(swarm, surface, start), steps, factor)
    gone = np.isnan(trajectory.loss)
    loss = np.where(gone, np.inf, trajectory.loss)
    alive = swarm.n - gone.sum(axis=1)
    mean = np.full(steps + 1, np.nan)
    some = alive > 0
    mean[some] = np.where(gone, 0, trajectory.loss).sum(axis=1)[some] / alive[some]
    return Cloud(swarm, trajectory, mean, _band(loss, alive), _count(trajectory.theta, surface))


def starts(swarm: Swarm, surface: Surface, start: Point) -> NDArray[np.float64]:
    """The starts of a swarm, (n, 2): the race's own first; with seeds all the same, else spread evenly at random."""
    points = np.repeat([start], swarm.n, axis=0)
    if swarm.kind == "starts":
        low, high = np.array(surface.bounds).T
        points[1:] = np.random.default_rng(0).uniform(low, high, size=(swarm.n - 1, 2))
    return points


def _band(loss: NDArray, alive: NDArray) -> NDArray:
    """The BAND percentiles of the rows still alive, (2, steps + 1); `loss` is inf in the others."""
    order = np.sort(loss, axis=1)
    places = [np.round(share / 100 * (alive - 1)).astype(int) for share in BAND]
    rows = np.arange(len(loss))
    found = np.stack([order[rows, np.maximum(place, 0)] for place in places])
    return np.where(alive > 0, found, np.nan)


def _count(theta: NDArray, surface: Surface) -> NDArray[np.int64]:
    (x0, x1), (y0, y1) = surface.bounds
    near = NEAR * np.hypot(x1 - x0, y1 - y0)
    x, y = theta[..., 0].copy(), theta[..., 1].copy()  # each in one piece: NumPy is faster with those
    nearest, least = np.full(x.shape, -1, dtype=np.int16), np.full(x.shape, near**2)
    for index, (a, b) in enumerate(surface.minima):
        square = (x - a) ** 2 + (y - b) ** 2
        np.copyto(nearest, index, where=square < least)
        np.minimum(least, square, out=least)
    counts = [(nearest == index).sum(axis=1) for index in range(len(surface.minima))]
    diverged = np.isnan(x).sum(axis=1)
    elsewhere = x.shape[1] - diverged - sum(counts, np.zeros(len(x), dtype=int))
    return np.stack([*counts, elsewhere, diverged], axis=1)
