"""The circle around a point: where on it the loss is lowest, where its models say so, and where −∇f points.

The principle of gradient descent says: draw a circle, go to its lowest point, repeat. The steepest direction is where
that point goes as the radius shrinks.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.experiment import Point
from optimizers.run import tell
from surfaces import Surface

Array = NDArray[np.float64]

STARTS = 720  # angles from which valleys on the circle are told apart
UPDATES = 60  # of Newton's method; where it fails, halving the bracket so often leaves nothing of it
STILL = 1e-14  # radians: a smaller step of Newton's method is rounding
DIGITS = 4 * float(np.finfo(float).eps)  # of a coordinate, relative to it, that rounding may change
LEVEL = 1e-12  # the range of the loss on a circle that counts as none, as a share of its size


@dataclass(frozen=True)
class Spot:
    """A point on the circle, at `angle` radians from the x axis, and the loss there."""

    angle: float
    x: float
    y: float
    value: float


@dataclass(frozen=True)
class Circle:
    """What is lowest on a circle. None stands for what does not exist there."""

    centre: Point
    radius: float
    lowest: Spot | None  # None: the loss is not finite on the circle, or the same all around
    downhill: Spot | None  # where −∇f points; None without a slope
    model: Spot | None  # the lowest point of the quadratic model; `value` is the loss there
    angle: float | None  # between the lowest point and −∇f, seen from the centre: 0 to π


def circle(surface: Surface, centre: Point, radius: float) -> Circle:
    """The circle of a radius around a point. ValueError if the radius is not a positive number."""
    here = np.array(centre, dtype=float)
    g = surface.gradient(here)
    h = surface.hessian(here)
    jump = surface.jump(centre)
    known = np.isfinite(g).all() and np.isfinite(h).all() and jump is None
    found = lowest(surface, centre, radius)
    slope = math.hypot(*g)
    sloping = math.isfinite(slope) and slope > _rounding(here, h) and jump in (None, 2)
    downhill = math.atan2(-g[1], -g[0]) if sloping else None
    model = lowest(Quadratic(here, g, h), centre, radius) if known else None
    return Circle(
        centre=(float(here[0]), float(here[1])),
        radius=radius,
        lowest=found,
        downhill=None if downhill is None else spot(surface, centre, radius, downhill),
        model=None if model is None else spot(surface, centre, radius, model.angle),
        angle=None if found is None or downhill is None else between(found.angle, downhill),
    )


def _rounding(here: Array, h: Array) -> float:
    """The slope that the last digits of the point make: its direction says nothing."""
    bend = float(np.abs(h).max())
    return DIGITS * bend * float(np.abs(here).max()) if math.isfinite(bend) else 0.0


def lowest(loss: "Surface | Quadratic", centre: Point, radius: float) -> Spot | None:
    """The lowest point on the circle, by Newton's method on the angle in every valley around it.

    None where the loss is nowhere finite, or the same all around. ValueError if the radius is not positive.
    """
    if not (math.isfinite(radius) and radius > 0):
        raise ValueError(f"The radius of a circle is a positive number, not {radius!r}.")
    step = 2 * np.pi / STARTS
    ring: Any = np.arange(STARTS) * step
    here = np.array(centre, dtype=float)
    with np.errstate(all="ignore"):
        heights = _finite(loss.value(_on(here, radius, ring)))
        size = np.abs(heights[np.isfinite(heights)])
        if not size.size or np.ptp(heights) <= LEVEL * size.max():
            return None
        valleys = ring[(heights <= np.roll(heights, 1)) & (heights <= np.roll(heights, -1)) & np.isfinite(heights)]
        bottoms = _descend(loss, here, radius, valleys, step)
        angles = np.concatenate([bottoms, valleys])  # beside an edge a start may be lower than where Newton ends
        best = angles[np.argmin(_finite(loss.value(_on(here, radius, angles))))]
    return spot(loss, centre, radius, float(best))


def _descend(loss: "Surface | Quadratic", here: Array, radius: float, angle: Array, width: float) -> Array:
    """The bottom of each valley, (n,): Newton on the angle, or halfway where it would leave the valley."""
    low, high = angle - width, angle + width
    for _ in range(UPDATES):
        outward = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        along = np.stack([-outward[:, 1], outward[:, 0]], axis=1)
        point = here + radius * outward
        g = loss.gradient(point)
        slope = radius * (g * along).sum(axis=1)
        bend = radius**2 * np.einsum("ni,nij,nj->n", along, loss.hessian(point), along) - radius * (g * outward).sum(1)
        low, high = np.where(slope < 0, angle, low), np.where(slope > 0, angle, high)
        newton = angle - slope / bend
        inside = (bend > 0) & (newton > low) & (newton < high)
        before, angle = angle, np.where(slope == 0, angle, np.where(inside, newton, (low + high) / 2))
        if np.all(np.abs(angle - before) <= STILL):
            break
    return angle


def spot(loss: "Surface | Quadratic", centre: Point, radius: float, angle: float) -> Spot:
    """The point of the circle at an angle."""
    point = _on(np.array(centre, dtype=float), radius, np.array([angle]))
    (x, y), value = point[0].tolist(), float(loss.value(point)[0])
    return Spot(math.remainder(angle, 2 * math.pi), x, y, value)


def between(one: float, other: float) -> float:
    """The angle between two directions, 0 to π."""
    return abs(math.remainder(one - other, 2 * math.pi))


@lru_cache(maxsize=64)
def paths(surface: Surface, start: Point, radius: float, steps: int) -> tuple[Circle, Array]:
    """The circle around a start, and the walk from there: what a picture needs of both, kept."""
    return circle(surface, start, radius), walk(surface, start, radius, steps)


def walk(surface: Surface, start: Point, radius: float, steps: int) -> Array:
    """The principle taken at its word: to the lowest point on the circle, again and again, (steps + 1, 2).

    A fixed radius never arrives: near a minimum it walks around it. Where no point is the lowest the walk stays.
    It may take long: as a run does, it tells who watches.
    """
    path: list[Point] = [start]
    for t in range(1, steps + 1):
        there = lowest(surface, path[-1], radius)
        path.append((there.x, there.y) if there else path[-1])
        tell(t / steps)
    return np.array(path)


@dataclass(frozen=True, eq=False)
class Quadratic:
    """The second-order model around a point, without its constant, as a loss. Points (..., 2)."""

    here: Array
    g: Array
    h: Array

    def value(self, theta: Array) -> Array:
        d = theta - self.here
        return d @ self.g + 0.5 * np.einsum("...i,ij,...j", d, self.h, d)

    def gradient(self, theta: Array) -> Array:
        return self.g + (theta - self.here) @ self.h

    def hessian(self, theta: Array) -> Array:
        return np.broadcast_to(self.h, (*np.shape(theta)[:-1], 2, 2))


def _on(here: Array, radius: float, angles: Array) -> Array:
    return here + radius * np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def _finite(values: Any) -> Array:
    return np.where(np.isfinite(values), values, np.inf)
