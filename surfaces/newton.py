"""Descent into minima: how those of a surface with parameters are followed while its parameters change."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from surfaces.core import Point, Surface

LONGEST_STEP = 0.25  # far less than the distance between two minima of any listed surface with parameters
SAME = 1e-6  # two results closer than this are one point


def settle(surface: "Surface", seeds: "Iterable[Point]") -> "tuple[Point, ...]":
    """The minima that descent from the seeds ends in, each once. RuntimeError if a seed does not arrive."""
    found: list[Point] = []
    for seed in seeds:
        a, b = _descend(surface, np.array(seed, dtype=np.float64)).tolist()
        if all(np.hypot(a - c, b - d) > SAME for c, d in found):
            found.append((a, b))
    return tuple(found)


def _descend(surface: "Surface", theta: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's method with the absolute values of the eigenvalues, each step halved until it is an improvement."""
    value, gradient = surface.value(theta), surface.gradient(theta)
    for _ in range(200):
        eigenvalues, directions = np.linalg.eigh(surface.hessian(theta))
        step = -directions @ ((directions.T @ gradient) / np.maximum(np.abs(eigenvalues), 1e-12))
        step *= min(1.0, LONGEST_STEP / max(np.hypot(*step), 1e-300))
        slope = np.hypot(*gradient)
        if np.hypot(*step) <= 1e-14 * (1 + np.hypot(*theta)):  # rounding: no step leads nearer
            return theta
        for _ in range(20):
            there = theta + step
            new_value, new_gradient = surface.value(there), surface.gradient(there)
            # near a minimum the value is all rounding, and the gradient tells more
            if new_value < value or (eigenvalues[0] > 0 and np.hypot(*new_gradient) < slope):
                break
            step /= 2
        else:
            if slope <= 1e-8:
                return theta
            break
        theta, value, gradient = there, new_value, new_gradient
    raise RuntimeError(f"no minimum found from a seed of {surface.name} at {surface.values}")
