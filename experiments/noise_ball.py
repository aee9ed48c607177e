"""The noise ball: how far from the minimum gradient descent on batches stays, in theory and in a swarm.

Theory for least squares and batches drawn with replacement at a constant rate, exact: with the error e = θ − θ*, the
update is e ← (I − η H_B) e − η g_B, and the covariance that it leaves as it is solves a linear equation.
Source: Murata 1998, A statistical study of on-line learning, in Saad (ed.), On-line Learning in Neural Networks, 63;
here without the usual small-rate limit.
"""

import numpy as np
from numpy.typing import NDArray

from experiments.swarm import Cloud
from surfaces import Fit

Array = NDArray[np.float64]
SETTLED = 0.75  # of a swarm's steps have gone by when it is measured
UNIT = np.array([[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [1.0, 0.0]], [[0.0, 0.0], [0.0, 1.0]]])  # symmetric matrices


def covariance(fit: Fit, lr: float, size: int) -> Array | None:
    """Of θ − θ* in the long run, (2, 2). None without a minimum or least squares, and at an unstable rate."""
    if not fit.minima or not fit.means:
        return None
    u, v, z = fit.columns
    factor = size if fit.total else 1  # a sum over the batch is so many times its mean
    x = np.stack([u, v], axis=-1)
    single = x[:, :, None] * x[:, None, :]  # Hessian of each sample's loss
    slopes = (x @ np.array(fit.minima[0]) - z)[:, None] * x  # gradient of each sample's loss at the minimum
    h, c = single.mean(axis=0), np.einsum("ni,nj->ij", slopes, slopes) / len(z)
    rate = lr * factor

    def after(sigma: Array) -> Array:
        """What an update makes of a covariance, the noise of the slopes apart."""
        kept = np.eye(2) - rate * h
        spread = np.einsum("nij,jk,nkl->il", single, sigma, single) / len(z) - h @ sigma @ h
        return kept @ sigma @ kept + rate**2 / size * spread

    change = np.stack([_three(after(unit)) for unit in UNIT], axis=-1)
    if np.abs(np.linalg.eigvals(change)).max() >= 1:
        return None
    return np.einsum("k,kij->ij", np.linalg.solve(np.eye(3) - change, _three(rate**2 / size * c)), UNIT)


def _three(matrix: Array) -> Array:
    return np.array([matrix[0, 0], matrix[0, 1], matrix[1, 1]])


def radius(fit: Fit, lr: float, size: int) -> float | None:
    """The root mean square distance to the minimum, in theory."""
    sigma = covariance(fit, lr, size)
    return None if sigma is None else float(np.sqrt(np.trace(sigma)))


def measured(cloud: Cloud, fit: Fit) -> float | None:
    """The root mean square distance of a swarm over its last steps."""
    if not fit.minima:
        return None
    theta = cloud.trajectory.theta[int(SETTLED * len(cloud.trajectory.theta)) :]
    away = ((theta - fit.minima[0]) ** 2).sum(axis=-1)
    return float(np.sqrt(away.mean())) if np.isfinite(away).all() else None
