"""The Taylor models of the loss at a racer's point, and what they predict of its steps.

Symbols are written once for each formula; all else is numbers of this point.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from experiments import typeset
from experiments.experiment import Point
from experiments.race import ARRIVED, MAXIMUM, PLATEAU, RIDGE, SADDLE, SMALL, classify, eigenvalues
from experiments.record import Array, Record
from surfaces import Surface

TERM = re.compile(r" (?=[+-] (?![^(]*\)))")  # before a sign that is not inside brackets
ALIKE = 1e-12  # relative difference of eigenvalues that counts as none


@dataclass(frozen=True)
class Symbols:
    """The derivatives of a surface as LaTeX, with its parameters as symbols."""

    gradient: str
    hessian: str


@dataclass(frozen=True)
class Model:
    """The models at one point. What does not exist there is "" or empty, and `lacks` says so in words."""

    value: float
    gradient: str  # numbers, as LaTeX
    hessian: str
    first: str  # the models, as LaTeX
    second: str
    eigenvalues: tuple[float, ...]  # the smaller one first
    eigenvectors: tuple[tuple[float, float], ...]
    kind: str
    lacks: tuple[str, ...]

    @property
    def round(self) -> bool:
        """Whether the curvature is the same in every direction, so that no eigenvector is special."""
        low, high = self.eigenvalues or (0.0, 1.0)
        return abs(high - low) <= ALIKE * max(abs(low), abs(high))


@dataclass(frozen=True, eq=False)
class Predictions:
    """By how much the loss changes in each step t -> t + 1 of a run: as predicted at t, and in truth. (count - 1,)"""

    first: Array
    second: Array
    actual: Array


def symbols(surface: Surface) -> Symbols:
    """Gradient and Hessian as formulas: the same for all values of the parameters."""
    return Symbols(*surface.symbolic_derivatives)


def model(surface: Surface, point: Point) -> Model:
    """All that is said of one point. Never raises for a finite point."""
    theta = np.array(point)
    value, gradient, hessian = surface.value(theta), surface.gradient(theta), surface.hessian(theta)
    first, second = (_coefficients(surface, point, order) for order in (1, 2))
    curved = second is not None
    lacks = () if curved else (_lacking(first is not None, value, gradient, hessian, surface.jump(point)),)
    low_high, vectors = eigen(hessian) if curved else ((), ())
    return Model(
        value=float(value),
        gradient=typeset.column(gradient) if first is not None else "",
        hessian=typeset.quantity(hessian[None]) if curved else "",
        first=written(first, point, 1, surface.coordinates) if first is not None else "",
        second=written(second, point, 2, surface.coordinates) if second is not None else "",
        eigenvalues=low_high,
        eigenvectors=vectors,
        kind=kind(surface, point) if curved else "",
        lacks=lacks,
    )


def _lacking(smooth: bool, value: Array, gradient: Array, hessian: Array, jump: int | None) -> str:
    """Why there is no second-order model, and what is taken in its place."""
    if not np.isfinite(value):
        return "The loss is not defined at this point, so there is no model of it."
    if smooth:
        what = "jumps" if np.isfinite(hessian).all() else "is not finite"
        return f"The Hessian {what} at this point: no second-order model, no eigenvalues."
    if not np.isfinite(gradient).all():
        return "The gradient is not finite at this point, so there is no model of the loss."
    what = "jumps" if jump == 0 else "has a kink"
    x, y = map(typeset.html, gradient.tolist())
    slope = f"({x}, {y})" if gradient.any() else "0"
    return f"The loss {what} at this point: no derivative, no model. The run takes the slope {slope} here."


def _coefficients(surface: Surface, point: Point, order: int) -> Array | None:
    try:
        return surface.taylor_coefficients(point, order)
    except ValueError:  # how a surface says that it has no such derivatives
        return None


def written(c: Array, point: Point, order: int, names: tuple[str, str]) -> str:
    """The polynomial in powers of (x - a) and (y - b), one line for each order; terms that are 0 are left out."""
    h, k = (_offset(name, at) for name, at in zip(names, point, strict=True))
    constant = typeset.latex(c[0, 0])
    rows = [constant]
    for total in range(1, order + 1):
        terms = [_term(c[i, total - i], h, i, k, total - i) for i in range(total, -1, -1)]
        rows.append(" ".join(filter(None, terms)))
    rows = [constant if constant != "0" or not any(rows[1:]) else "", *rows[1:]]
    name = rf"T_{{{order}}}({names[0]}, {names[1]}) &= "
    shown = [row for row in rows if row]
    shown[0] = shown[0].removeprefix("+ ")
    return rf"\begin{{aligned}} {name}" + r" \\ &\quad ".join(shown) + r" \end{aligned}"


def _offset(letter: str, at: float) -> str:
    number = typeset.latex(abs(at))
    return letter if number == "0" else rf"({letter} {'+' if at < 0 else '-'} {number})"


def _term(c: float, h: str, i: int, k: str, j: int) -> str:
    number = typeset.latex(abs(c))
    if c == 0:
        return ""
    powers = [base if n == 1 else f"{base}^{{{n}}}" for base, n in ((h, i), (k, j)) if n]
    product = " ".join(powers if number == "1" else [number, r"\,", *powers])
    return f"{'-' if c < 0 else '+'} {product}"


def eigen(hessian: Array) -> tuple[tuple[float, ...], tuple[tuple[float, float], ...]]:
    """Eigenvalues and unit eigenvectors of a finite symmetric 2x2 matrix, the smaller first."""
    size = float(np.abs(hessian).max()) or 1.0  # so that squares of large entries do not overflow
    numbers, vectors = np.linalg.eigh(hessian / size)
    signs = np.where((vectors[0] < 0) | ((vectors[0] == 0) & (vectors[1] < 0)), -1.0, 1.0)
    return tuple((numbers * size).tolist()), tuple(map(tuple, (vectors * signs).T.tolist()))


KINDS = {  # of level points, in words
    ARRIVED: "a minimum: level, and no way down",
    SADDLE: "a saddle: level, but one direction leads down",
    MAXIMUM: "a maximum: level, and down on every side",
    RIDGE: "a ridge: level along it, and down on both sides",
    PLATEAU: "a plateau: level, and hardly curved",
}


def kind(surface: Surface, point: Point) -> str:
    """What kind of point it is, by the thresholds of the race, for a racer that stays there."""
    stay = np.tile(np.array(point), (11, 1))
    loss = surface.value(stay)
    norm = np.hypot(*surface.gradient(stay).T)
    low, high = eigenvalues(surface.hessian(stay))
    status = int(classify(stay, loss, norm, low, high, surface)[-1])
    if status in KINDS:
        return KINDS[status]
    if norm[-1] <= SMALL * max(1.0, abs(float(loss[-1]))):
        return "almost level, with a hint of a way down" if low[-1] < 0 else "level"
    return "a slope"


@lru_cache(maxsize=64)
def predictions(record: Record) -> Predictions:
    """For the whole run, all steps at once."""
    with np.errstate(all="ignore"):
        d = np.diff(record.theta, axis=0)
        first = (record.gradient[:-1] * d).sum(axis=1)
        second = first + 0.5 * np.einsum("ti,tij,tj->t", d, record.hessian[:-1], d)
        return Predictions(first, second, np.diff(record.loss))


def pieces(formula: str) -> list[str]:
    """A written polynomial term by term, for where its lines may break anywhere."""
    return [term for row in rows(formula) for term in row]


def rows(formula: str) -> list[list[str]]:
    """A written polynomial order by order, and each of these term by term, for where a line may break."""
    body = formula.removeprefix(r"\begin{aligned} ").removesuffix(r" \end{aligned}").replace("&=", "=")
    return [TERM.split(row.strip()) for row in body.split(r" \\ &\quad ")] if body else []
