"""The Taylor models around a point, for the stage: where they lead, and how far they hold."""

import math
from dataclasses import dataclass

import numpy as np

from experiments import taylor, typeset
from experiments.circle import Circle, circle
from experiments.experiment import Point
from experiments.race import eigenvalues
from experiments.record import Array
from surfaces import FormulaError, Surface
from surfaces.core import HIGHEST_ORDER
from surfaces.formula.pool import BUSY

HALVINGS = 14  # of the radius, for the error
ANGLES = 48  # on each circle
ROUNDING = 1e-13  # of the loss, below which an error is rounding's and not the model's
FITTED = 4  # of the smallest radii above rounding, through which the slope is laid
AT_HAND = 2  # the order of the derivatives that every surface has from the first
SINGULAR = 1e-12  # smallest eigenvalue, as a share of the largest, that counts as 0


@dataclass(frozen=True)
class Step:
    """A step from the point, and the loss at its end."""

    name: str  # LaTeX
    to: Point
    value: float


@dataclass(frozen=True)
class Errors:
    """The largest error of the model on circles around the point, and the slope of log error over log radius."""

    radii: tuple[float, ...]
    errors: tuple[float, ...]
    slope: float | None  # None where there are not enough errors above rounding: the model is exact


@dataclass(frozen=True)
class Around:
    """What is true at one point. What does not exist there is None, "" or empty, and `lacks` says so in words."""

    point: Point
    value: float
    gradient: tuple[float, ...] | None
    eigenvalues: tuple[float, ...]
    eigenvectors: tuple[tuple[float, float], ...]
    order: int  # of the model; less than asked where derivatives are missing; 0: there is none
    coefficients: tuple[tuple[float, ...], ...]  # c[i][j] of h^i k^j
    formula: str
    kind: str
    lacks: tuple[str, ...]
    circle: Circle
    gradient_steps: tuple[Step, ...]  # with the racer's rate, and with the rates that the curvature suggests
    newton: Step | None
    newton_is: str  # what Newton's step leads to
    errors: Errors | None


def around(surface: Surface, point: Point, order: int, radius: float, rate: float | None) -> Around:
    """The model of an order, 1 to 4, and the circle of a radius. Never raises for a finite point and a radius > 0."""
    theta = np.array(point, dtype=float)
    told = taylor.model(surface, point)
    with np.errstate(all="ignore"):
        gradient, hessian = surface.gradient(theta), surface.hessian(theta)
    smooth = bool(told.first)
    curved = bool(told.second)
    found, c, why = _highest(surface, point, order) if smooth else (0, np.zeros((1, 1)), "")
    less = (f"This is the model of order {found}, not {order}. {why}",) if why and not told.lacks else ()
    newton, leads_to = _newton(surface, theta, gradient, hessian) if curved else (None, "")
    return Around(
        point=(float(theta[0]), float(theta[1])),
        value=told.value,
        gradient=tuple(gradient.tolist()) if smooth else None,
        eigenvalues=told.eigenvalues,
        eigenvectors=told.eigenvectors,
        order=found,
        coefficients=tuple(map(tuple, c.tolist())) if found else (),
        formula=taylor.written(c, point, found, surface.coordinates) if found else "",
        kind=told.kind,
        lacks=told.lacks + less,
        circle=circle(surface, point, radius),
        gradient_steps=_gradient_steps(surface, theta, gradient, hessian if curved else None, rate) if smooth else (),
        newton=newton,
        newton_is=leads_to,
        errors=_errors(surface, theta, c) if found else None,
    )


def _highest(surface: Surface, point: Point, order: int) -> tuple[int, Array, str]:
    """The model of the order asked for, or of the highest below it that there is, and then why."""
    k, why = min(order, HIGHEST_ORDER), ""
    while k:
        try:
            return k, surface.taylor_coefficients(point, k), why
        except FormulaError as error:  # they cannot be worked out, or not now: then the next ones cannot either
            k, why = min(k - 1, AT_HAND) if error.message == BUSY else k - 1, why or error.message
        except ValueError:  # how a surface says that it has no such derivatives
            k, why = k - 1, why or f"There are no derivatives of order {k} at this point."
    return 0, np.zeros((1, 1)), why


def _gradient_steps(
    surface: Surface, theta: Array, gradient: Array, hessian: Array | None, rate: float | None
) -> tuple[Step, ...]:
    if not np.any(gradient):
        return ()
    rates = [] if rate is None or not math.isfinite(rate) else [(r"\eta", rate)]
    if hessian is not None and (largest := float(eigenvalues(hessian)[1])) > 0:
        rates += [(r"1 / \lambda_{\max}", 1 / largest), (r"2 / \lambda_{\max}", 2 / largest)]
    return tuple(_step(surface, name, theta - r * gradient) for name, r in rates)


def _newton(surface: Surface, theta: Array, gradient: Array, hessian: Array) -> tuple[Step | None, str]:
    low, high = (float(value) for value in eigenvalues(hessian))
    if min(abs(low), abs(high)) <= SINGULAR * max(abs(low), abs(high)):
        return None, "The Hessian is singular here: Newton's step does not exist."
    step = _step(surface, r"-H^{-1} \nabla f", theta - np.linalg.solve(hessian, gradient))
    if low > 0:
        return step, "Newton's step leads to the model's lowest point."
    if high < 0:
        return step, "The model has no lowest point: Newton's step climbs to its highest."
    return step, "The model has no lowest point: Newton's step leads to its saddle."


def _step(surface: Surface, name: str, to: Array) -> Step:
    return Step(name, (float(to[0]), float(to[1])), float(surface.value(to)))


def _errors(surface: Surface, theta: Array, c: Array) -> Errors:
    longer = max(high - low for low, high in surface.bounds)
    radii = longer * 0.5 ** np.arange(1, HALVINGS + 1)
    angles = np.arange(ANGLES) * (2 * np.pi / ANGLES)
    h, k = radii[:, None] * np.cos(angles), radii[:, None] * np.sin(angles)
    with np.errstate(all="ignore"):
        exact = surface.value(theta + np.stack([h, k], axis=-1))
        errors = np.abs(np.polynomial.polynomial.polyval2d(h, k, c) - exact).max(axis=1)
        size = np.abs(exact).max(axis=1)
    above = np.isfinite(errors) & (errors > ROUNDING * size)
    last = np.flatnonzero(above & (errors > 30 * ROUNDING * size))[-FITTED:]
    slope = None
    if len(last) == FITTED:
        slope = float(np.polyfit(np.log(radii[last]), np.log(errors[last]), 1)[0])
    return Errors(tuple(radii[above].tolist()), tuple(errors[above].tolist()), slope)


def sentence(one: Around, letter: str) -> str:
    """What the circle shows, as HTML. `letter`: the name of the value."""
    number, f = typeset.html, f"<i>{letter}</i>"
    lowest, downhill, model, radius = one.circle.lowest, one.circle.downhill, one.circle.model, one.circle.radius
    if lowest is None:
        return "On this circle no point is the lowest: the loss is the same all around, or not defined."
    if downhill is None:
        return f"There is no slope here to follow; the lowest point of the circle has {f} = {number(lowest.value)}."
    assert one.circle.angle is not None
    text = f"On the circle of radius {number(radius, 3)} the lowest point lies {degrees(one.circle.angle)} from −∇{f}"
    if model is not None:
        off = abs(math.remainder(model.angle - lowest.angle, 2 * math.pi))
        text += f"; the second-order model puts it {degrees(off)} off"
    return f"{text}."


def degrees(angle: float) -> str:
    """An angle in degrees, to two digits where it is small."""
    value = math.degrees(angle)
    if value < 0.01:
        return "less than 0.01°"
    return f"{value:.0f}°" if value >= 9.5 else f"{value:.2g}°"
