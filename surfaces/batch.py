"""The loss of one sample, and its sum or mean over a batch of samples.

The loss of one sample is one SymPy expression in its score s and its target z; slope and curvature derive from it. The
score is linear in the two weights: s = x u + y v, with the sample's features u, v (v = 1 makes y the bias).
Source: Gauss 1809, Theoria motus; Cox 1958, J. R. Stat. Soc. B 20(2), 215.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Self

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from surfaces.core import powers
from surfaces.samples import Array
from sympy_lock import SYMPY_LOCK

CHUNK = 1_000_000  # numbers in one temporary: points times samples

s, z = sp.symbols("s z", real=True)


class softplus(sp.Function):
    """log(1 + exp(s)), computed so that no s overflows."""

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        score: Any = self.args[0]
        return (1 + sp.tanh(score / 2)) / 2


# the loss of one sample
_of: Any = softplus(s)
ERRORS: dict[str, Any] = {"squared": (s - z) ** 2 / 2, "logistic": _of - z * s}


@cache
def error(kind: str, order: int) -> Callable[[Array, Array], Any]:
    """The loss of a sample (order 0) and its derivatives in s, as functions of s and z."""
    with SYMPY_LOCK:
        return sp.lambdify((s, z), sp.diff(ERRORS[kind], s, order), [{"softplus": partial(np.logaddexp, 0.0)}, "numpy"])


@dataclass(frozen=True, eq=False)
class Batch:
    """The loss over some samples. u, v, z: (samples,), or (n, samples) where each of n rows has its own."""

    kind: str
    u: Array
    v: Array
    z: Array
    total: bool  # the sum over the samples instead of their mean

    def value(self, theta: ArrayLike) -> Array:
        """(...) for theta (..., 2)."""
        return self._over(theta, lambda s, u, v, z: error(self.kind, 0)(s, z)[..., None])[..., 0]

    def gradient(self, theta: ArrayLike) -> Array:
        """(..., 2)"""

        def of(s, u, v, z):
            slope = error(self.kind, 1)(s, z)
            return np.stack([slope * u, slope * v], axis=-1)

        return self._over(theta, of)

    def hessian(self, theta: ArrayLike) -> Array:
        """(..., 2, 2)"""

        def of(s, u, v, z):
            bend = np.broadcast_to(error(self.kind, 2)(s, z), s.shape)
            return np.stack([bend * u * u, bend * u * v, bend * u * v, bend * v * v], axis=-1)

        flat = self._over(theta, of)
        return flat.reshape((*flat.shape[:-1], 2, 2))

    def partials(self, theta: ArrayLike, order: int) -> Array:
        """The derivatives i times in x and j times in y, for the `powers` (i, j) up to an order: (..., of them)"""

        def of(s, u, v, z):
            slopes = [np.broadcast_to(error(self.kind, n)(s, z), s.shape) for n in range(order + 1)]
            return np.stack([slopes[i + j] * u**i * v**j for i, j in powers(order)], axis=-1)

        return self._over(theta, of)

    def at(self, t: int) -> Self:
        return self

    @np.errstate(all="ignore")
    def _over(self, theta: ArrayLike, of: Callable[..., Array]) -> Array:
        theta = np.asarray(theta, dtype=np.float64)
        points = theta.reshape(-1, 2)
        step = len(points) if self.u.ndim == 2 else max(1, CHUNK // self.u.shape[-1])
        parts = []
        for i in range(0, len(points), max(1, step)):
            s = points[i : i + step, :1] * self.u + points[i : i + step, 1:] * self.v
            terms = of(s, self.u, self.v, self.z)
            parts.append(terms.sum(axis=1) if self.total else terms.mean(axis=1))
        return np.concatenate(parts).reshape((*theta.shape[:-1], -1))
