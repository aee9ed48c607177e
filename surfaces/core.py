"""A surface: one SymPy expression in x and y, from which everything else is derived.

Points are arrays theta (..., 2). Numbers that are too large become inf or nan, silently: nothing is clamped.
"""

import math
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from surfaces import edges, latex
from surfaces.derivatives import bends, partial, powers, slopes, x, y
from surfaces.derived import derived
from surfaces.newton import settle
from surfaces.numeric import Columns, columns
from surfaces.param import Param
from surfaces.tree import Tree, to_tree
from sympy_lock import SYMPY_LOCK

h, k = sp.symbols("h k", real=True)  # offsets from the point (a, b) of a Taylor model: h = x - a, k = y - b

Array = NDArray[np.float64]
Point = tuple[float, float]

GROUPS = (
    "Bowls and ravines",
    "Curved valleys",
    "Saddles and plateaus",
    "Sharp and flat minima",
    "Many minima",
)
HIGHEST_ORDER = 4
PARTS = 12  # in which a change of parameters is followed


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A loss over the plane. It is a value: hashable, comparable, and a key for caches as it is.

    A surface is also a Loss, so an optimizer can descend it directly.
    """

    id: str
    name: str
    group: str  # one of GROUPS
    expr: sp.Expr  # in x, y and the symbols of params
    bounds: tuple[Point, Point]  # (x from, to), (y from, to): for the camera only
    minima: tuple[Point, ...]  # at the present values of params
    starts: tuple[Point, ...]  # each shows something; the first is the one to begin with
    teaches: str
    source: str
    params: tuple[Param, ...] = ()
    settings: tuple[float, ...] = ()  # the values of params, in their order; () means their defaults
    minima_are: str = "all"  # inside the bounds; or "global": all of the deepest; "curve": points on one; "found"
    kinks: tuple[Point, ...] = ()  # where there is no derivative: `gradient` is 0 there by definition
    seeds: tuple[Point, ...] = ()  # of a surface made by `replace`: the minima at the defaults

    def __post_init__(self) -> None:
        if not self.settings:
            object.__setattr__(self, "settings", tuple(p.default for p in self.params))
        unknown = self.expr.free_symbols - {x, y, *(p.symbol for p in self.params)}
        if unknown:
            raise ValueError(f"{self.name} has symbols that are not declared: {unknown}")

    def __getstate__(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}  # compiled functions stay behind

    # Values and derivatives as numbers

    def value(self, theta: ArrayLike) -> Array:
        """f at points theta (..., 2), with shape (...)."""
        return self._value(theta)[..., 0]

    def gradient(self, theta: ArrayLike) -> Array:
        """The gradient at points theta (..., 2), with shape (..., 2).

        At a kink it is 0 by definition: a minimum has no slope to follow, although f has no derivative there.
        """
        gradient = self._gradient(theta)
        return np.where(self._at_kink(theta)[..., None], 0.0, gradient) if self.kinks else gradient

    def hessian(self, theta: ArrayLike) -> Array:
        """The matrix of second derivatives at points theta (..., 2), with shape (..., 2, 2).

        At a kink all four entries are nan: f has no second derivative there, and no number stands for one.
        """
        flat = self._hessian(theta)
        if self.kinks:
            flat = np.where(self._at_kink(theta)[..., None], np.nan, flat)
        return flat.reshape((*flat.shape[:-1], 2, 2))

    def at(self, t: int) -> Self:
        """The loss of update t: a surface is the same at every update."""
        return self

    def _at_kink(self, theta: ArrayLike) -> NDArray[np.bool_]:
        """Where the squared distance to a kink is 0 in floating point, so that a direction is lost: (...)."""
        theta = np.asarray(theta, dtype=np.float64)
        if theta.size == 2:  # plain numbers are several times faster than arrays of one
            u, v = theta.ravel().tolist()
            there = any((u - a) * (u - a) + (v - b) * (v - b) == 0.0 for a, b in self.kinks)
            return np.full(theta.shape[:-1], there)
        with np.errstate(over="ignore", under="ignore"):
            return np.any([((theta - kink) ** 2).sum(axis=-1) == 0.0 for kink in self.kinks], axis=0)

    # The parameters

    @property
    def values(self) -> dict[str, float]:
        """The present value of every parameter."""
        return {p.name: value for p, value in zip(self.params, self.settings, strict=True)}

    def replace(self, **values: float) -> Self:
        """This surface with other values of its parameters; its minima are found again for them.

        ValueError, in words for the reader, for an unknown name, no number, or a number out of range.
        """
        known = {p.name: p for p in self.params}
        for name in values:
            if name not in known:
                has = f"it has {', '.join(known)}" if known else "it has none"
                raise ValueError(f"{self.name} has no parameter called {name}; {has}.")
        checked = {name: known[name].check(value) for name, value in values.items()}
        settings = tuple((self.values | checked)[p.name] for p in self.params)
        if settings == self.settings:
            return self
        seeds = self.seeds or self.minima
        if settings == tuple(p.default for p in self.params):
            return replace(self, settings=settings, minima=seeds, seeds=())
        return replace(self, settings=settings, seeds=seeds, minima=self._follow(seeds, settings))

    def _follow(self, minima: tuple[Point, ...], settings: tuple[float, ...]) -> tuple[Point, ...]:
        """Where the minima at the defaults go while the parameters move to `settings`, as far as inside the bounds.

        In parts, so that none leaves its basin; two that meet, or one that opens into another, become one.
        """
        start = np.array([p.default for p in self.params])
        for part in np.linspace(0, 1, PARTS + 1)[1:]:
            here = start + part * (np.array(settings) - start) if part < 1 else settings
            minima = settle(replace(self, settings=tuple(map(float, here))), minima)
        (left, right), (bottom, top) = self.bounds
        return tuple((a, b) for a, b in minima if left <= a <= right and bottom <= b <= top)

    @property
    def version(self) -> str:
        """What tells it apart from others of the same id and values: nothing, but where it is made of data."""
        return ""

    @property
    def coordinates(self) -> tuple[str, str]:
        """The names of x and y on screen, as LaTeX."""
        return "x", "y"

    @property
    def letter(self) -> str:
        """The name of the value on screen."""
        return "f"

    @property
    def of_coordinates(self) -> str:
        """(x, y), by their names, as LaTeX."""
        return "({}, {})".format(*self.coordinates)

    # What is known of the minima

    @derived
    def lowest(self) -> float | None:
        """The lowest known value: that of the deepest of `minima`. None if the surface has none."""
        return float(self.value(self.minima).min()) if self.minima else None

    # The mathematics, as SymPy and as LaTeX

    @derived
    def names(self) -> dict[sp.Symbol, str]:
        """The LaTeX of the symbols that are not shown under their own name."""
        return {p.symbol: p.latex for p in self.params}

    @derived
    def formula(self) -> sp.Expr:
        """`expr` with the present values in the place of its parameters."""
        numbers = [(p.symbol, _number(value)) for p, value in zip(self.params, self.settings, strict=True)]
        return self.expr.subs(numbers)

    @derived
    def latex(self) -> str:
        """f(x, y) = ..., with the present values of the parameters."""
        return f"{self.letter}{self.of_coordinates} = {latex.to_latex(self.formula, self.names)}"

    @derived
    def symbolic_latex(self) -> str:
        """f(x, y) = ..., with the parameters as symbols."""
        return f"{self.letter}{self.of_coordinates} = {latex.to_latex(self.expr, self.names)}"

    @derived
    def gradient_latex(self) -> str:
        """The gradient as a column, with the present values of the parameters."""
        entries = latex.column(slopes(self.formula), self.names)
        return rf"\nabla {self.letter}{self.of_coordinates} = {entries}"

    @derived
    def hessian_latex(self) -> str:
        """The matrix of second derivatives, with the present values of the parameters."""
        rows = latex.column(bends(self.formula), self.names)
        return rf"\nabla^2 {self.letter}{self.of_coordinates} = {rows}"

    @derived
    def symbolic_derivatives(self) -> tuple[str, str]:
        """Gradient and Hessian as LaTeX, with the parameters as symbols."""
        return latex.column(slopes(self.expr), self.names), latex.column(bends(self.expr), self.names)

    @derived
    def tree(self) -> Tree:
        """The formula as nested lists that a browser can evaluate: see `surfaces.tree`."""
        return to_tree(self.formula)

    def taylor_coefficients(self, point: Point, order: int) -> Array:
        """c (order + 1, order + 1): c[i, j] belongs to h^i k^j, and is 0 where i + j > order.

        `np.polynomial.polynomial.polyval2d(h, k, c)` evaluates the model. ValueError if the order is not
        one of 1 to 4, or if f has no such derivatives at the point.
        """
        if order not in range(1, HIGHEST_ORDER + 1):
            raise ValueError(f"The order of a Taylor model is 1 to {HIGHEST_ORDER}, not {order}.")
        a, b = (float(coordinate) for coordinate in point)
        numbers = self._partials(order)(np.array([a, b]))
        if not np.isfinite(numbers).all() or self.jump((a, b), order) is not None:
            raise ValueError(f"{self.name} has no Taylor model at ({a:g}, {b:g}).")
        c = np.zeros((order + 1, order + 1))
        for (i, j), number in zip(powers(order), numbers, strict=True):
            c[i, j] = number / (math.factorial(i) * math.factorial(j))
        return c

    def jump(self, point: Point, order: int = 2) -> int | None:
        """The lowest order, up to this one, of derivatives that jump at the point: 0 is f itself, 1 a kink. None: none.

        Where they jump, `gradient` and `hessian` are those of one side, or between both.
        """
        if tuple(point) in self.kinks:
            return 1
        here = np.array([point], dtype=np.float64)
        return next((k for k in range(order + 1) if self.bent and self._jumps(here, k)[0]), None)

    def kinked(self, theta: Array) -> NDArray[np.bool_]:
        """Whether the slope at theta (n, 2) jumps there, so that it is only a convention: (n,)."""
        return self._at_kink(theta) | (self._jumps(theta, 1) if self.bent else False)

    def _jumps(self, theta: Array, order: int) -> NDArray[np.bool_]:
        """Whether derivatives of an order jump at theta (n, 2): (n,)."""
        numbers: Columns = self._partials(order) if order else self._value
        width = max(high - low for low, high in self.bounds)
        return edges.jumps(lambda points: numbers(points)[..., -order - 1 :], theta, width)

    @derived
    def bent(self) -> bool:
        """Whether there are |x| or the like in the formula."""
        return edges.bent(self.tree)

    def taylor(self, point: Point, order: int) -> sp.Expr:
        """The Taylor polynomial at a point, of order 1 to 4, in the offsets h and k. Errors as above."""
        c = self.taylor_coefficients(point, order)
        with SYMPY_LOCK:
            return sp.Add(*(sp.Float(c[i, j]) * h**i * k**j for i, j in powers(order) if c[i, j] != 0.0))

    # Compiled functions, each at its first use

    def _compile(self, *expressions: sp.Expr) -> Columns:
        return columns((x, y, *(p.symbol for p in self.params)), expressions, self.settings)

    @derived
    def _value(self) -> Columns:
        return self._compile(self.expr)

    @derived
    def _gradient(self) -> Columns:
        return self._compile(partial(self.expr, 1, 0), partial(self.expr, 0, 1))

    @derived
    def _hessian(self) -> Columns:
        return self._compile(*(partial(self.expr, i, j) for i, j in ((2, 0), (1, 1), (1, 1), (0, 2))))

    @derived
    def _known_partials(self) -> dict[int, Columns]:
        return {}

    def _partials(self, order: int) -> Columns:
        with SYMPY_LOCK:
            if order not in self._known_partials:
                self._known_partials[order] = self._compile(*(partial(self.expr, i, j) for i, j in powers(order)))
            return self._known_partials[order]


def _number(value: float) -> sp.Expr:
    return sp.Integer(int(value)) if value.is_integer() else sp.Float(value)
