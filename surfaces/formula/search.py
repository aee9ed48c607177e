"""Where a typed surface is level or has its lowest points: searched from a lattice, so found, and not all there are."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import critical_points
from surfaces.core import Surface

Points = NDArray[np.float64]  # (n, 2)

LATTICE = 41  # starts of Newton's method along each side of the map
FINE = 81  # points along each side, among which the lowest of their neighbours begin a search without derivatives
MOST = 60  # points that are told, and places where that search begins
HALVINGS = 32  # of the search's step, which begins as wide as the lattice
TRIES = 3  # with each step
SECTORS = 6  # of the circle around a point, in each of which it looks for the lowest place: of a valley there are two
LOOKS = 7  # into a sector, and then
ZOOMS = 9  # times, each time more closely around the lowest: a valley may be narrow
RINGS = (1e-5, 1e-3)  # shares of the longer side at which it is seen whether a point is a minimum
INNER = 1e-7  # likewise, whether it is a pole: there the values go on falling, by
POLE = 0.97  # of what they fell between the RINGS
CLOSE = 0.02  # likewise, at which the largest curvature is taken with which that at the point is compared:
FLAT = 1e-10  # below this share of it an eigenvalue is zero
WIDE = 0.1  # likewise, at which is seen how much the values change at all
NOISE = 1e-9  # relative rounding of values: of that at the point, and of that change or of 1
SAME = 1e-3  # of the longer side: corners so near to one another are one, in a valley that is hard to follow
NEAR = 1.5 / (FINE - 1)  # likewise: what is lowest so near to a smooth minimum, is that minimum

CROSS = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)])

Values = Callable[[Any], NDArray[np.float64]]  # of points (..., 2): (...)
Found = list[tuple[float, float, str]]  # x, y, and one of critical_points.KINDS


def search(surface: Surface) -> Found:
    """The lowest MOST points found: minima, maxima and saddles by Newton's method; minima on edges without it."""
    width = max(high - low for low, high in surface.bounds)
    level: Found = [(p.x, p.y, p.kind) for p in critical_points.find(surface, LATTICE).points]
    level = _seen(surface, level, width)
    minima = _points(level, "minimum")
    real = _rises(surface.value, minima, width)[0]  # beside a jump a level point may be higher than its neighbours
    false = {tuple(theta) for theta in minima[~real].tolist()}
    level = [point for point in level if point[:2] not in false]
    smooth = np.concatenate([minima[real], _points(level, "degenerate")])
    found: Found = level + [(a, b, "kink") for a, b in _corners(surface, smooth, width).tolist()]
    if not found:
        return []
    order = np.argsort(surface.value([(a, b) for a, b, _ in found]), kind="stable")
    return [found[i] for i in order[:MOST]]


def _seen(surface: Surface, level: Found, width: float) -> Found:
    """The level points; the kind of those that have no Hessian tells how the surface lies around them.

    What is flat beside the steepest place of the map need not be so beside what surrounds it.
    """
    if not level:
        return []
    theta = np.array([point[:2] for point in level]).reshape(-1, 2)
    hessian, around = (surface.hessian(at) for at in (theta, theta[:, None] + CLOSE * width * CROSS))
    curved: Any = np.isfinite(hessian).all(axis=(1, 2))
    zero = FLAT * np.abs(np.where(np.isfinite(around), around, 0)).max(axis=(1, 2, 3))
    for i in np.flatnonzero(curved & (np.array([kind for *_, kind in level]) == "degenerate")):
        eigenvalues: Any = np.linalg.eigvalsh(hessian[i])
        level[i] = (*level[i][:2], critical_points.kind_of(eigenvalues, float(zero[i])))
    rises, falls = (_rises(one, theta, width)[0] for one in (surface.value, lambda at: -surface.value(at)))
    kinds = np.where(rises, "minimum", np.where(falls, "maximum", "degenerate")).tolist()
    return [point if known else (*point[:2], kind) for point, known, kind in zip(level, curved, kinds, strict=True)]


def _points(found: Found, kind: str) -> Points:
    return np.array([(a, b) for a, b, its in found if its == kind], dtype=np.float64).reshape(-1, 2)


def _corners(surface: Surface, smooth: Points, width: float) -> Points:
    """Minima where there is no derivative to find them by, (n, 2), away from the smooth ones."""
    low, high = np.array(surface.bounds).T
    xs, ys = np.linspace(low[0], high[0], FINE), np.linspace(low[1], high[1], FINE)
    f = _finite(surface.value(np.stack(np.meshgrid(xs, ys), axis=-1)))
    inner = f[1:-1, 1:-1]
    rows = [f[1 + i : FINE - 1 + i, 1 + j : FINE - 1 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    i, j = np.nonzero(np.isfinite(inner) & np.all([inner <= row for row in rows], axis=0))
    theta = np.stack([xs[j + 1], ys[i + 1]], axis=-1)
    theta = theta[[not (np.abs(smooth - one).max(axis=1) < NEAR * width).any() for one in theta]][:MOST]
    theta = _lowered(surface, theta, width / (FINE - 1))
    rises, at_once = _rises(surface.value, theta, width)
    theta = theta[rises & at_once & ((theta >= low) & (theta <= high)).all(axis=-1)]
    theta = critical_points.distinct(theta[np.argsort(surface.value(theta))], SAME * width)
    return theta[_rises(surface.value, theta, width)[0]]  # rounded onto a jump, one may be higher than its neighbours


def _lowered(surface: Surface, theta: Points, step: float) -> Points:
    """The points, each moved to the lowest place around it while that is lower, and then with half the step."""
    here = _finite(surface.value(theta))
    for i in range(HALVINGS * TRIES):
        there, value = _lowest_around(surface.value, theta, step)
        lower = value < here
        theta, here = np.where(lower[:, None], there, theta), np.where(lower, value, here)
        if i % TRIES == TRIES - 1 or not lower.any():
            step /= 2
    return theta


def _lowest_around(value_of: Values, theta: Points, radius: float) -> tuple[Points, NDArray[np.float64]]:
    """The lowest place found on a circle around each point, (n, 2), and its value, (n,)."""
    middle = np.tile(2 * np.pi / SECTORS * np.arange(SECTORS), (len(theta), 1))
    spread = np.pi / SECTORS
    for _ in range(ZOOMS):
        angle = middle[..., None] + spread * np.linspace(-1, 1, LOOKS)
        around = theta[:, None, None] + radius * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        value = _finite(value_of(around))
        best = value.argmin(axis=-1)[..., None]
        middle = np.take_along_axis(angle, best, axis=-1)[..., 0]
        spread *= 2 / (LOOKS - 1)
    rows, value, best = np.arange(len(theta)), np.take_along_axis(value, best, axis=-1)[..., 0], best[..., 0]
    sector = value.argmin(axis=1)
    return around[rows, sector, best[rows, sector]], value[rows, sector]


def _rises(value_of: Values, theta: Points, width: float) -> tuple[Any, Any]:
    """Whether the surface rises from each point to all sides, and whether at once: (n,) both. A bowl rises slowly."""
    if not len(theta):
        return np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)
    here = value_of(theta)
    near, far = (_lowest_around(value_of, theta, share * width)[1] - here for share in RINGS)
    inner, first, second, third = (
        _finite(value_of(theta[:, None] + share * width * CROSS)).max(axis=1) for share in (INNER, *RINGS, WIDE)
    )
    noise = NOISE * (np.clip(third - here, 0, 1) + np.abs(here))
    at_once = first - here > 0.1 * RINGS[0] / RINGS[1] * (second - here)
    pole = (first - inner > NOISE * (1 + np.abs(inner))) & (first - inner > POLE * (second - first))
    return (near >= -noise) & (far > noise) & ~pole, at_once


def _finite(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isfinite(values), values, np.inf)
