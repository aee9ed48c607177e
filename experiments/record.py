"""A run with all that the panels read of it: the states of the optimizer, and the slope and curvature on the way."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.conditions import Conditions
from experiments.experiment import Experiment, Point, Racer, conditions_of
from experiments.race import descent, eigenvalues
from optimizers import Loss, Optimizer, Schedule
from surfaces import Surface

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Record:
    """One racer's run up to its last finite point: `count` points, numbered by the updates before them."""

    optimizer: Optimizer
    surface: Surface
    conditions: Conditions
    steps: int
    count: int  # 0: the loss is not defined at the start
    diverged_at: int | None  # the update that left the numbers
    undefined: bool  # whether that was to a point where the loss has no value
    theta: Array  # (count, 2)
    loss: Array  # (count,) this and the derivatives are the surface's own, without noise and clipping
    gradient: Array  # (count, 2)
    hessian: Array  # (count, 2, 2)
    sharpness: Array  # (count,) the largest eigenvalue
    rate: Array  # (steps,) of update t at t - 1
    states: tuple[Any, ...]  # steps + 1 of them

    def last(self, step: int) -> int:
        """The step itself, or the last finite one before it."""
        return min(step, self.count - 1)

    def seen(self, t: int) -> Loss:
        """The loss of update t as the racer saw it. Made anew: what draws the noise is not to be shared by threads."""
        return self.conditions.around(self.surface).at(t)


def record(experiment: Experiment, racer: Racer) -> Record:
    """The run of one of the experiment's racers."""
    e = experiment
    return _record(racer.optimizer, e.surface, e.start, e.steps, racer.schedule, conditions_of(e, racer))


@lru_cache(maxsize=24)
def _record(
    optimizer: Optimizer, surface: Surface, start: Point, steps: int, schedule: Schedule, conditions: Conditions
) -> Record:
    """Never raises for a finite start."""
    trajectory = descent(optimizer, surface, start, steps, schedule, conditions)
    end = int(trajectory.diverged_at[0])
    count = end if end >= 0 else steps + 1
    theta = trajectory.theta[:count, 0]
    hessian = surface.hessian(theta)
    return Record(
        optimizer=optimizer,
        surface=surface,
        conditions=conditions,
        steps=steps,
        count=count,
        diverged_at=end if end >= 0 else None,
        undefined=bool(trajectory.undefined[0]),
        theta=theta,
        loss=trajectory.loss[:count, 0],
        gradient=surface.gradient(theta),
        hessian=hessian,
        sharpness=eigenvalues(hessian)[1],
        rate=trajectory.lr,
        states=trajectory.states,
    )


def followed(experiment: Experiment, chosen: int | None) -> Racer | None:
    """The racer that the panels are about: the chosen one if it is on, else the first that is; None without any."""
    running = [r for r in experiment.racers if r.on]
    return next((r for r in running if r.slot == chosen), next(iter(running), None))
