"""Batches: at every update a racer sees the loss of some samples only. A condition of the race, a loss around a loss.

The samples of update t depend on the seed, the size and t, and on nothing else: racers with the same size see the same
batches, and those with smaller ones see the same samples in the same order, in smaller portions.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizers import Points
from surfaces import Fit
from surfaces.batch import Batch

DRAWINGS = {
    "reshuffled": "reshuffled every epoch",  # without replacement; the last batch of an epoch may be smaller
    "replaced": "drawn with replacement",
    "arriving": "as they arrive",  # on-line: in the order of the data, again and again
}
BLOCK = 256  # updates whose samples are drawn at once, with replacement
WIDE = 2**20  # numbers drawn at once
Number = np.uint16  # of a sample: OWN_ROWS is less
Index = NDArray[Number]


def per_epoch(n: int, size: int) -> int:
    """Updates of one epoch: as many as see all n samples once."""
    return -(-n // size)


def seen(n: int, size: int, drawing: str, updates: int) -> int:
    """Samples that so many updates have seen."""
    if drawing == "replaced":
        return updates * size
    epochs, rest = divmod(updates, per_epoch(n, size))
    return epochs * n + min(rest * size, n)


@dataclass(frozen=True, eq=False)
class Batches:
    """The loss of a fit, seen through batches of `size` samples. Each of several rows has batches of its own."""

    loss: Fit
    size: int
    drawing: str  # one of DRAWINGS
    seed: int
    t: int = 0  # 0: before the first update, with all samples
    _drawn: dict[tuple[int, int], Index] = field(default_factory=dict)

    def value(self, theta: Points) -> NDArray[np.float64]:
        return self._seen(len(theta)).value(theta)

    def gradient(self, theta: Points) -> Points:
        return self._seen(len(theta)).gradient(theta)

    def hessian(self, theta: Points) -> NDArray[np.float64]:
        return self._seen(len(theta)).hessian(theta)

    def at(self, t: int) -> "Batches":
        return Batches(self.loss, self.size, self.drawing, self.seed, t, self._drawn)

    def index(self, rows: int = 1) -> Index:
        """The numbers of the samples of this update, (rows, size). A row's do not depend on how many rows there are."""
        n, size, t = len(self.loss.data), self.size, self.t - 1
        if self.drawing == "replaced":
            block, place = divmod(t, BLOCK)
            return self._kept(rows, block, lambda rng: _replaced(rng, rows, size, n))[:, place]
        epoch, place = divmod(t, per_epoch(n, size))
        part = slice(place * size, (place + 1) * size)
        if self.drawing == "arriving":
            return np.arange(n, dtype=Number)[None, part].repeat(rows, axis=0)
        return self._kept(rows, epoch, lambda rng: _shuffled(rng, rows, n))[:, part]

    def _kept(self, rows: int, number: int, draw) -> Index:
        if (rows, number) not in self._drawn:
            self._drawn.clear()
            self._drawn[rows, number] = draw(np.random.default_rng([self.seed, number]))
        return self._drawn[rows, number]

    def _seen(self, rows: int) -> "Fit | Batch":
        """All samples at once are the loss itself, to the last bit."""
        if self.t == 0 or (self.size >= len(self.loss.data) and self.drawing != "replaced"):
            return self.loss
        index = self.index(rows)
        return self.loss.batch(index[0] if rows == 1 else index)


def _shuffled(rng: np.random.Generator, rows: int, n: int) -> Index:
    return rng.permuted(np.broadcast_to(np.arange(n, dtype=Number), (rows, n)), axis=1)


def _replaced(rng: np.random.Generator, rows: int, size: int, n: int) -> Index:
    """Those of BLOCK updates, (rows, BLOCK, size); a few rows at a time, for numbers are drawn wider than kept."""
    drawn = np.empty((rows, BLOCK, size), dtype=Number)
    some = max(1, WIDE // (BLOCK * size))
    for i in range(0, rows, some):
        drawn[i : i + some] = rng.integers(0, n, size=drawn[i : i + some].shape)
    return drawn
