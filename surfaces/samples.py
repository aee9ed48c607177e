"""Samples with features and a target: what describes them, how they are scaled, and the sets that are listed.

The listed sets are made without chance: their values are the quantiles of a normal distribution, in an order fixed by
a rule, and centred, scaled and made uncorrelated to the last bit that floating point gives.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

SCALINGS = ("raw", "centre", "zscore", "minmax")
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, eq=False)
class Data:
    """n samples: features (n, 1) or (n, 2), target (n,). A value: equal samples are equal, and a key for caches."""

    features: Array
    target: Array
    names: tuple[str, ...]  # of the features and the target

    def __post_init__(self) -> None:
        for array in (self.features, self.target):
            array.setflags(write=False)

    @cached_property
    def digest(self) -> str:
        numbers = hashlib.sha256(np.ascontiguousarray(self.features).tobytes())
        numbers.update(self.target.tobytes())
        numbers.update(repr((self.features.shape, self.names)).encode())
        return numbers.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Data) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __len__(self) -> int:
        return len(self.target)


def variance(values: ArrayLike) -> float:
    """The mean squared distance to the mean, with divisor n: of all there is, not an estimate from a part."""
    values = np.asarray(values, dtype=np.float64)
    return float(np.mean((values - values.mean()) ** 2))


def deviation(values: ArrayLike) -> float:
    """The standard deviation: the root of the variance, in the unit of the values."""
    return float(np.sqrt(variance(values)))


def mean_squared_error(prediction: ArrayLike, target: ArrayLike) -> float:
    """The mean squared distance of predictions to their targets. With the mean as prediction it is the variance."""
    return float(np.mean((np.asarray(prediction, dtype=np.float64) - np.asarray(target, dtype=np.float64)) ** 2))


def scaled(features: Array, scaling: str) -> Array:
    """Each feature (a column of (n, k)) scaled over all samples; one that is constant is only centred.

    raw: as it is. centre: minus its mean. zscore: then divided by its standard deviation. minmax: onto [0, 1].
    """
    if scaling == "raw":
        return features
    if scaling == "minmax":
        low = features.min(axis=0)
        return (features - low) / _size(features.max(axis=0) - low)
    centred = features - features.mean(axis=0)
    if scaling == "centre":
        return centred
    if scaling == "zscore":
        return centred / _size(np.sqrt((centred**2).mean(axis=0)))
    raise ValueError(f"A scaling is one of {', '.join(SCALINGS)}, not {scaling!r}")


def _size(sizes: Array) -> Array:
    return np.where(sizes > 0, sizes, 1.0)


# The listed sets


@lru_cache(maxsize=8)
def _standard(n: int) -> tuple[Array, Array]:
    """Two uncorrelated columns of mean 0 and variance 1, (n,) each, in an order without a pattern."""
    quantiles = np.array([NormalDist().inv_cdf((i + 0.5) / n) for i in range(n)])
    order = np.argsort((np.arange(1, n + 1) * GOLDEN) % 1)
    u = _unit(quantiles[order])
    other = quantiles[np.argsort((np.arange(1, n + 1) * 2**0.5) % 1)]
    v = other - other.mean()
    v = _unit(v - u * (u @ v) / n)
    return u, v


def _unit(values: Array) -> Array:
    centred = values - values.mean()
    return centred / deviation(centred)


def line(n: int) -> Data:
    """One feature of mean 0 and variance 1; y = x + ½, with errors of standard deviation 0.6."""
    u, v = _standard(n)
    return Data(u[:, None], u + 0.5 + 0.6 * v, ("x", "y"))


def marks() -> Data:
    """A class of 20: marks of mean 70 and standard deviation 9, and those of the next exam."""
    u, v = _standard(20)
    x = 70 + 9 * u
    return Data(x[:, None], 74 + 0.8 * (x - 70) + 4 * v, ("first exam", "second exam"))


def pair(r: float) -> Data:
    """Two features with correlation r, the second in a unit that makes its numbers ten times as large."""
    u, v = _standard(20)
    second = r * u + (1 - r * r) ** 0.5 * v
    order = np.roll(np.arange(20), 7)
    errors = _unit(v[order])
    features = np.stack([3 + u, 10 * (3 + second)], axis=1)
    return Data(features, u + second + 0.3 * errors, ("x₁", "x₂", "y"))


def passed() -> Data:
    """One feature, and whether (1) or not (0): more often the larger it is, with exceptions on both sides."""
    u, v = _standard(20)
    return Data(u[:, None], (u + v > 0).astype(np.float64), ("x", "y"))
