"""Where the gradient is zero: minima, maxima and saddles of the listed surfaces, found once and kept in a file.

`python -m surfaces.critical_points` searches all listed surfaces again and writes critical_points.json.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from surfaces.core import Surface, partial, x, y
from surfaces.formula.typed import TypedSurface
from sympy_lock import SYMPY_LOCK

FILE = Path(__file__).with_name("critical_points.json")
LATTICE = 201  # starts of Newton's method along each side of the map; finer ones find no more of any listed surface
COARSE = 81  # for searches while somebody waits: 0.1 to 0.3 s
UPDATES = 80
LONGEST_STEP = 1 / 40  # of the longer side: far steps would jump over the nearest point
CONVERGED = 1e-9  # the last Newton step, in units of the longer side
AT_REST = 1e-13  # a Newton step after which there is only rounding, in units of the longer side
SAME = 1e-6  # points closer than this, in units of the longer side, are one
FLAT = 1e-9  # an eigenvalue is zero below this share of the largest curvature on the map
MOST = 500  # points that are kept of one surface
MANY = 50  # more degenerate points than this are samples of a curve
EXACT = 30  # points of one surface for which closed forms are sought
SHORT = 16  # characters of such a form: longer ones fit any number
KINDS = ("minimum", "maximum", "saddle", "degenerate", "kink")


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient is zero, or, for the kind "kink", where there is none."""

    x: float
    y: float
    value: float
    kind: str  # one of KINDS; degenerate: the Hessian is singular, flat as the constants above say, or not defined
    residual: float = 0.0  # the length of the gradient there; 0 for a kink, which has none
    exact: tuple[str, str] | None = None  # the coordinates as closed forms, where these were proved to be the point


@dataclass(frozen=True)
class CriticalPoints:
    """The critical points inside the bounds, lowest first, and what is left out."""

    points: tuple[CriticalPoint, ...]
    complete: bool  # all that a search on the lattice finds; False: only the lowest MOST of `found`
    found: int
    curves: bool  # there are also whole curves of critical points, none of which is listed


def critical_points_of(surface: Surface) -> CriticalPoints:
    """From the file for a listed surface as it is listed; searched for any other, on the coarse lattice.

    A typed surface has been searched already, where that can be stopped: what was found there is not all there is.
    """
    if isinstance(surface, TypedSurface):
        return _gather(surface, list(surface.found), curves=False)
    listed = _file().get(surface.id)
    with SYMPY_LOCK:
        formula = str(surface.formula)
    if listed is not None and listed["formula"] == formula:
        return _decode(surface, listed)
    return find(surface, COARSE)


def find(surface: Surface, lattice: int = LATTICE) -> CriticalPoints:
    """Newton's method from a lattice of starts. It may miss a pair of points much closer than the lattice."""
    (left, right), (bottom, top) = surface.bounds
    longer = max(right - left, top - bottom)
    axes = np.linspace(left, right, lattice), np.linspace(bottom, top, lattice)
    starts = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2) + longer * 1e-4 * np.array([1.0, np.sqrt(2)])
    curvature = surface.hessian(starts)
    largest = np.abs(curvature[np.isfinite(curvature)]).max(initial=0.0)

    theta, step = _newton(surface, starts, longer)
    slack = CONVERGED * longer
    low, high = np.array([left, bottom]) - slack, np.array([right, top]) + slack
    arrived = (np.hypot(*step.T) <= slack) & ((theta >= low) & (theta <= high)).all(axis=-1)
    theta = distinct(theta[arrived], SAME * longer)
    theta = theta[np.isfinite(surface.value(theta))]  # moved onto a zero, one may have left the domain

    found = [
        (float(x), float(y), kind_of(pair, FLAT * largest))
        for (x, y), pair in zip(theta, np.linalg.eigvalsh(surface.hessian(theta)), strict=True)
        if (x, y) not in surface.kinks
    ]
    curves = sum(kind == "degenerate" for *_, kind in found) > MANY
    if curves:
        found = [point for point in found if point[2] != "degenerate"]
    return _gather(surface, [*found, *((x, y, "kink") for x, y in surface.kinks)], curves)


def _gather(
    surface: Surface,
    found: list[tuple[float, float, str]],
    curves: bool,
    number: int | None = None,
    exact: dict[str, Any] | None = None,
) -> CriticalPoints:
    if not found:
        return CriticalPoints((), True, 0, curves)
    places = [(x, y) for x, y, _ in found]
    with np.errstate(all="ignore"):
        residuals = np.hypot(*surface.gradient(places).T)
    residuals = np.where([kind == "kink" for *_, kind in found], 0.0, residuals).tolist()
    forms = [tuple(pair) if (pair := (exact or {}).get(_key(x, y))) else None for x, y in places]
    each = zip(found, surface.value(places).tolist(), residuals, forms, strict=True)
    points = [CriticalPoint(x, y, f, kind, residual, form) for (x, y, kind), f, residual, form in each]  # type: ignore[arg-type]
    points.sort(key=lambda point: (round(point.value, 9), point.x, point.y))  # mirror images differ by rounding
    number = number or len(points)
    return CriticalPoints(tuple(points[:MOST]), number <= MOST, number, curves)


def _newton(surface: Surface, theta: NDArray[np.float64], longer: float) -> tuple[NDArray, NDArray]:
    """Where UPDATES steps lead (n, 2), and the last full step of each (n, 2); not finite where there is none."""
    theta, steps = theta.copy(), np.full_like(theta, np.inf)
    moving = np.arange(len(theta))
    with np.errstate(all="ignore"):
        for _ in range(UPDATES):
            if not len(moving):
                break
            here = theta[moving]
            (u, v), hessian = surface.gradient(here).T, surface.hessian(here)
            a, b, c = hessian[:, 0, 0], hessian[:, 0, 1], hessian[:, 1, 1]
            scale = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.abs(c))  # the determinant may underflow
            a, b, c, u, v = a / scale, b / scale, c / scale, u / scale, v / scale
            still = (u == 0) & (v == 0)
            step = np.stack([c * u - b * v, a * v - b * u], axis=-1) / (a * c - b * b)[:, None]
            step = np.where(still[:, None], 0.0, step)
            length = np.hypot(*step.T)
            shorten = np.minimum(1.0, LONGEST_STEP * longer / np.maximum(length, 1e-300))
            theta[moving], steps[moving] = here - shorten[:, None] * step, step
            moving = moving[(length > AT_REST * longer) & (length < np.inf)]  # the others have come to their end
    return theta, steps


def distinct(theta: NDArray[np.float64], distance: float) -> NDArray[np.float64]:
    """One of each group of points that lie closer than `distance`, rounded so that zero is zero."""
    theta = np.where(np.abs(theta) < 1e-3 * distance, 0.0, theta)
    kept: dict[tuple[int, int], NDArray[np.float64]] = {}
    for point in theta:
        i, j = np.round(point / distance).astype(int)
        if not any((i + di, j + dj) in kept for di in (-1, 0, 1) for dj in (-1, 0, 1)):
            kept[i, j] = point
    return np.array(list(kept.values())).reshape(-1, 2)


def kind_of(eigenvalues: NDArray[np.float64], zero: float) -> str:
    """The kind of a level point by the eigenvalues of its Hessian, ascending; one not larger than `zero` is zero."""
    smallest, largest = eigenvalues
    if not min(abs(smallest), abs(largest)) > zero:  # which NaN, of no Hessian, is not either
        return "degenerate"
    return "minimum" if smallest > 0 else "maximum" if largest < 0 else "saddle"


def _encode(surface: Surface) -> dict[str, Any]:
    result = find(surface)
    kinds = {kind: [[p.x, p.y] for p in result.points if p.kind == kind] for kind in KINDS}
    about = {"formula": str(surface.formula), "found": result.found, "curves": result.curves}
    exact = {_key(p.x, p.y): form for p in result.points[:EXACT] if (form := closed_form(surface, p.x, p.y))}
    return about | {kind: points for kind, points in kinds.items() if points} | ({"exact": exact} if exact else {})


def closed_form(surface: Surface, x_: float, y_: float) -> tuple[str, str] | None:
    """Short closed forms of a point's coordinates, if both derivatives are proved to be exactly zero there."""
    formula = sp.nsimplify(surface.formula, rational=True)
    forms = [sp.nsimplify(value, [sp.sqrt(2), sp.sqrt(3)], tolerance=1e-11) for value in (x_, y_)]
    if any(len(str(form)) > SHORT for form in forms):
        return None
    place = dict(zip((x, y), forms, strict=True))
    if any(sp.simplify(partial(formula, i, 1 - i).subs(place)) != 0 for i in (0, 1)):
        return None
    return str(forms[0]), str(forms[1])


def _key(x: float, y: float) -> str:
    return f"{x!r} {y!r}"


def _decode(surface: Surface, entry: dict[str, Any]) -> CriticalPoints:
    return _gather(
        surface,
        [(x, y, kind) for kind in KINDS for x, y in entry.get(kind, [])],
        entry["curves"],
        entry["found"],
        entry.get("exact"),
    )


@cache
def _file() -> dict[str, dict[str, Any]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def write(listed: Iterable[Surface]) -> None:
    """Search all of them and write the file."""
    lines = [f"{json.dumps(surface.id)}: {json.dumps(_encode(surface))}" for surface in listed]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    from surfaces import SURFACES

    write(SURFACES.values())
