"""Newton's method, for finding where a gradient is zero."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from surfaces.core import Point, Surface

LONGEST_STEP = 0.25  # far less than the distance between two minima of any listed surface with parameters
SAME = 1e-6  # two results closer than this are one point


def settle(surface: "Surface", seeds: "Iterable[Point]", bounds: "tuple[Point, Point]") -> "tuple[Point, ...]":
    """The minima that descent from the seeds ends in, each once, without those outside the bounds.

    Newton's method with the absolute values of the eigenvalues, halving each step until the value falls.
    RuntimeError if a seed does not arrive.
    """
    found: list[Point] = []
    for seed in seeds:
        point = _descend(surface, np.array(seed, dtype=np.float64))
        inside = all(low <= c <= high for c, (low, high) in zip(point, bounds, strict=True))
        if inside and all(np.hypot(*np.subtract(point, other)) > SAME for other in found):
            found.append((float(point[0]), float(point[1])))
    return tuple(found)


def _descend(surface: "Surface", theta: NDArray[np.float64]) -> NDArray[np.float64]:
    for _ in range(500):
        gradient = surface.gradient(theta)
        eigenvalues, directions = np.linalg.eigh(surface.hessian(theta))
        step = -directions @ ((directions.T @ gradient) / np.maximum(np.abs(eigenvalues), 1e-12))
        step *= min(1.0, LONGEST_STEP / max(np.hypot(*step), 1e-300))
        scale = 1.0
        while surface.value(theta + scale * step) > surface.value(theta) and scale > 1e-3:
            scale /= 2
        theta = theta + scale * step
        if np.hypot(*step) <= 1e-14 * (1 + np.hypot(*theta)):
            return theta
        if np.hypot(*surface.gradient(theta)) <= 1e-13:
            return theta
    if np.hypot(*gradient) > 1e-8:
        raise RuntimeError(f"no minimum found from a seed of {surface.name} at {surface.values}")
    return theta
