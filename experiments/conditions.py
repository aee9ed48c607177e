"""The conditions of a race: what stands between the surface and every racer alike.

Each is a loss around a loss. All racers see the same draws, and all calls within one update see one draw: the noise
of update t depends on the seed, on t and on the row, and on nothing else.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from experiments.batches import Batches
from optimizers import Loss, Points
from surfaces import Fit

BLOCK = 256  # updates whose noise is drawn at once


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Settings shared by all racers. noise: σ of the normal error of each gradient coordinate. clip: 0 is off."""

    noise: float = 0.0
    seed: int = 0
    clip: float = 0.0  # the largest gradient norm that a racer is shown
    batch: int = 0  # samples of an update, where the loss is one of data; 0: all
    drawing: str = "reshuffled"  # how they are chosen: one of `batches.DRAWINGS`

    def around(self, loss: Loss) -> Loss:
        """The loss that the racers see. Noise and clipping leave value and Hessian as they are."""
        if self.batch and isinstance(loss, Fit):
            loss = Batches(loss, self.batch, self.drawing, self.seed)
        if self.noise:
            loss = Noisy(loss, self.noise, self.seed)
        if self.clip:
            loss = Clipped(loss, self.clip)
        return loss


FAIR = Conditions()  # nothing between the surface and the racers


@dataclass(frozen=True, eq=False)
class Noisy:
    """A loss whose gradient has a normal error of standard deviation `sigma`, drawn anew for every update."""

    loss: Loss
    sigma: float
    seed: int
    t: int = 0  # 0: before the first update, without noise
    _drawn: dict[tuple[int, int], NDArray[np.float64]] = field(default_factory=dict)

    def value(self, theta: Points) -> NDArray[np.float64]:
        return self.loss.value(theta)

    def gradient(self, theta: Points) -> Points:
        g = self.loss.gradient(theta)
        return g + self.sigma * self._draw(len(theta)) if self.t else g

    def hessian(self, theta: Points) -> NDArray[np.float64]:
        return self.loss.hessian(theta)

    def at(self, t: int) -> "Noisy":
        return Noisy(self.loss.at(t), self.sigma, self.seed, t, self._drawn)

    def _draw(self, n: int) -> Points:
        """The standard normal error of update t, (n, 2). A row's draws do not depend on how many rows there are."""
        block, place = divmod(self.t - 1, BLOCK)
        if (n, block) not in self._drawn:
            generator = np.random.default_rng([self.seed, block])
            self._drawn.clear()
            self._drawn[n, block] = generator.normal(size=(n, BLOCK, 2))
        return self._drawn[n, block][:, place]


@dataclass(frozen=True, eq=False)
class Clipped:
    """A loss whose gradient is shortened to norm `limit` where it is longer.

    Source: Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063, Algorithm 1.
    """

    loss: Loss
    limit: float

    def value(self, theta: Points) -> NDArray[np.float64]:
        return self.loss.value(theta)

    def gradient(self, theta: Points) -> Points:
        g = self.loss.gradient(theta)
        return g * (self.limit / np.maximum(np.hypot(g[:, :1], g[:, 1:]), self.limit))

    def hessian(self, theta: Points) -> NDArray[np.float64]:
        return self.loss.hessian(theta)

    def at(self, t: int) -> "Clipped":
        return Clipped(self.loss.at(t), self.limit)
