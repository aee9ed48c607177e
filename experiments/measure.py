"""Questions asked of a race, for sentences with numbers in them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from experiments.experiment import CONSTANT, Experiment, Racer, conditions_of
from experiments.race import eigenvalues
from experiments.swarm import starts
from optimizers import Trajectory, run
from surfaces import Surface

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Raced:
    """One racer's run; where the experiment has a swarm, all of the swarm's runs, the racer's own first."""

    surface: Surface
    trajectory: Trajectory

    @property
    def theta(self) -> Array:
        return self.trajectory.theta[:, 0]

    @property
    def x(self) -> Array:
        return self.theta[:, 0]

    @property
    def y(self) -> Array:
        return self.theta[:, 1]

    @property
    def loss(self) -> Array:
        return self.trajectory.loss[:, 0]

    @property
    def diverged_at(self) -> int:
        return int(self.trajectory.diverged_at[0])

    def distance(self, x: float, y: float) -> Array:
        return np.hypot(self.x - x, self.y - y)

    def below(self, loss: float) -> int:
        """The step from which on the loss stays below this."""
        return _for_good(self.loss < loss)

    def within(self, distance: float, x: float, y: float) -> int:
        """The step from which on the racer stays this near to a point."""
        return _for_good(self.distance(x, y) < distance)

    def sharpness(self, t: int) -> float:
        """The largest eigenvalue of the Hessian."""
        return float(eigenvalues(self.surface.hessian(self.theta[t]))[1])

    @property
    def mean_loss(self) -> Array:
        """Over the swarm, at each step."""
        return self.trajectory.loss.mean(axis=1)

    @property
    def noise_floor(self) -> float:
        """The mean loss that the noise leaves: over the swarm and the last hundred steps."""
        return float(self.mean_loss[-100:].mean())

    def mean_distance(self, x: float, y: float) -> Array:
        """Over the swarm, at each step."""
        return np.hypot(*np.moveaxis(self.trajectory.theta - (x, y), -1, 0)).mean(axis=1)


def _for_good(holds: NDArray[np.bool_]) -> int:
    """The first step from which on it holds; one more than the last step if it does not hold in the end."""
    return 0 if holds.all() else int(len(holds) - np.argmin(holds[::-1]))


def raced(experiment: Experiment) -> tuple[Raced, ...]:
    """Every racer that is on; where there is a swarm, each with as many runs, so that means can be compared."""
    return tuple(_run(experiment, racer) for racer in experiment.racers if racer.on)


@lru_cache(maxsize=64)
def _run(e: Experiment, racer: Racer) -> Raced:
    factor = None if racer.schedule == CONSTANT else racer.schedule
    points = starts(e.swarm, e.surface, e.start) if e.swarm else np.array([e.start])
    return Raced(e.surface, run(racer.optimizer, conditions_of(e, racer).around(e.surface), points, e.steps, factor))


def largest_gap(one: Raced, other: Raced) -> float:
    """How far apart two racers are at most, step by step."""
    return float(np.hypot(*(one.theta - other.theta).T).max())
