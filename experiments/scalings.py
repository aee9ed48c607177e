"""The same data under every scaling of its features: how round each loss is, and how far a descent gets on it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from experiments.race import eigenvalues
from optimizers import OPTIMIZERS, run
from surfaces import Fit, fit
from surfaces.samples import deviation, mean_squared_error, variance

Array = NDArray[np.float64]
SHOWN = ("raw", "minmax", "zscore")


@dataclass(frozen=True, eq=False)
class Scaled:
    """One scaling. Descent from the start, each at its own rate 1/λmax."""

    surface: Fit
    condition: float  # λmax / λmin at the minimum; inf for a loss without curvature in some direction
    stable: float  # 2 / λmax: the largest stable rate of gradient descent
    theta: Array  # (steps + 1, 2)

    @property
    def left(self) -> float:
        """The share of the distance to the minimum that is left in the end; NaN without a minimum."""
        if not self.surface.minima:
            return float("nan")
        away = np.hypot(*(self.theta - self.surface.minima[0]).T)
        return float(away[-1] / away[0])


@lru_cache(maxsize=64)
def scalings(surface: Fit, steps: int) -> tuple[Scaled, ...]:
    """The present data as they are, onto [0, 1], and as z-scores."""
    return tuple(_one(fit(surface.problem, how, surface.total, **surface.values), steps) for how in SHOWN)


def _one(surface: Fit, steps: int) -> Scaled:
    where = np.array(surface.minima[0] if surface.minima else surface.starts[0])
    low, high = (float(value) for value in eigenvalues(surface.hessian(where)))
    rule = OPTIMIZERS["gradient_descent"](lr=1 / high)
    theta = run(rule, surface, [surface.starts[0]], steps).theta[:, 0]
    return Scaled(surface, high / low if low > 0 else float("inf"), 2 / high, theta)


@dataclass(frozen=True)
class Statistics:
    """Of the first feature, and of two predictions of the target."""

    mean: float
    variance: float
    deviation: float
    within: tuple[float, float]  # the share of the samples within one and two deviations of the mean
    error_of_mean: float  # mean squared error of the target's own mean as the prediction
    error_of_model: float | None  # of the model at the minimum; None without one, or where it is no line


def statistics(surface: Fit) -> Statistics:
    x, target = surface.data.features[:, 0], surface.data.target
    m, s = float(x.mean()), deviation(x)
    inside = [float(np.mean(np.abs(x - m) <= k * s)) for k in (1, 2)]
    model = None
    if surface.minima and surface.means:
        u, v, _ = surface.columns
        model = mean_squared_error(u * surface.minima[0][0] + v * surface.minima[0][1], target)
    error = mean_squared_error(np.full(len(target), target.mean()), target)
    return Statistics(m, variance(x), s, (inside[0], inside[1]), error, model)
