"""The noise ball: how far from the minimum gradient descent on batches stays, in theory and in a swarm.

Theory for least squares and batches drawn with replacement, exact: with the error e = θ − θ*, the update is
e ← (I − η H_B) e − η g_B, so that mean and second moment of e follow from those before it, at any rates.
Source: Murata 1998, A statistical study of on-line learning, in Saad (ed.), On-line Learning in Neural Networks, 63;
here without the usual small-rate limit.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from experiments.experiment import Experiment, Point, Swarm, conditions_of
from experiments.swarm import Cloud, racer_of, starts
from optimizers import Schedule
from surfaces import Fit

Array = NDArray[np.float64]
SETTLED = 0.75  # of a swarm's steps have gone by when it is measured
UNIT = np.array([[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [1.0, 0.0]], [[0.0, 0.0], [0.0, 1.0]]])  # symmetric matrices


@dataclass(frozen=True, eq=False)
class Moments:
    """What theory needs of the samples: of the Hessian and the gradient of each one's loss at the minimum."""

    h: Array  # (2, 2) mean Hessian
    c: Array  # (3,) mean product of the gradients
    spread: Array  # (3, 3) from a second moment of θ − θ* to the covariance of the Hessians' answers to it
    cross: Array  # (3, 2) from a mean of θ − θ* to the covariance of those answers with the gradients, twice

    def change(self, rate: float, size: int) -> Array:
        """(3, 3) What an update makes of a second moment, the noise of the gradients apart."""
        kept = np.eye(2) - rate * self.h
        return np.stack([_three(kept @ unit @ kept) for unit in UNIT], axis=-1) + rate**2 / size * self.spread


@lru_cache(maxsize=8)
def moments(fit: Fit) -> Moments | None:
    """None without a minimum or least squares."""
    if not fit.minima or not fit.means:
        return None
    u, v, z = fit.columns
    x = np.stack([u, v], axis=-1)
    single = x[:, :, None] * x[:, None, :]
    slopes = (x @ np.array(fit.minima[0]) - z)[:, None] * x
    h, n = single.mean(axis=0), len(z)
    spread = [np.einsum("nij,jk,nkl->il", single, unit, single) / n - h @ unit @ h for unit in UNIT]
    cross = [np.einsum("ni,nj->ij", single[:, :, k], slopes) / n for k in (0, 1)]
    return Moments(
        h,
        _three(np.einsum("ni,nj->ij", slopes, slopes) / n),
        np.stack([_three(one) for one in spread], axis=-1),
        np.stack([_three(one + one.T) for one in cross], axis=-1),
    )


def expected(fit: Fit, rates: Array, size: int, starts: Array) -> Array | None:
    """The root mean square distance to the minimum after every update, (updates + 1,): exact, at any rates (updates,).

    None without a minimum or least squares, and where it leaves the numbers.
    """
    if (known := moments(fit)) is None:
        return None
    away = starts - fit.minima[0]
    mean, second = away.mean(axis=0), _three(np.einsum("ni,nj->ij", away, away) / len(away))
    squares = [second[0] + second[2]]
    with np.errstate(all="ignore"):
        for rate in rates * (size if fit.total else 1):
            noise = rate**2 / size * (known.c + known.cross @ mean)
            second = known.change(rate, size) @ second + noise
            mean = mean - rate * known.h @ mean
            squares.append(second[0] + second[2])
        found = np.sqrt(squares)
    return found if np.isfinite(found).all() else None


def of_swarm(experiment: Experiment) -> Array | None:
    """`expected` for the swarm of an experiment.

    None for other rules than gradient descent, other batches than those drawn with replacement, noise and clipping.
    """
    e = experiment
    racer = racer_of(e)
    if racer is None or e.swarm is None or not isinstance(e.surface, Fit):
        return None
    seen = conditions_of(e, racer)
    known = seen.batch and seen.drawing == "replaced" and not seen.noise and not seen.clip
    if not known or racer.optimizer.id != "gradient_descent":
        return None
    return _of_swarm(e.surface, racer.optimizer.lr, racer.schedule, e.steps, seen.batch, e.swarm, e.start)


@lru_cache(maxsize=16)
def _of_swarm(
    fit: Fit, lr: float, schedule: Schedule, steps: int, size: int, swarm: Swarm, start: Point
) -> Array | None:
    rates = np.array([lr * schedule(t, steps) for t in range(steps)])
    return expected(fit, rates, size, starts(swarm, fit, start))


def settled(distances: Array) -> float:
    """Root mean square of distances (steps + 1, ...) over the last steps."""
    return float(np.sqrt((distances[int(SETTLED * len(distances)) :] ** 2).mean()))


def _three(matrix: Array) -> Array:
    return np.array([matrix[0, 0], matrix[0, 1], matrix[1, 1]])


def measured(cloud: Cloud, fit: Fit) -> float | None:
    """The root mean square distance of a swarm over its last steps."""
    if not fit.minima:
        return None
    away = settled(np.hypot(*np.moveaxis(cloud.trajectory.theta - fit.minima[0], -1, 0)))
    return away if np.isfinite(away) else None
