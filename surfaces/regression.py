"""Losses of data: least squares and logistic regression with two weights, as surfaces; see `batch` for their parts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any, Self

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from surfaces import latex
from surfaces.batch import ERRORS, Batch, s, softplus, z
from surfaces.core import Param, Point, Surface, x, y
from surfaces.derived import derived
from surfaces.numeric import Columns, columns
from surfaces.samples import Array, Data, scaled
from surfaces.tree import Tree, to_tree
from sympy_lock import SYMPY_LOCK

GROUP = "Data"
LONGEST = 200  # samples of a logistic regression, whose expression has a term for each

MODELS = {  # error, names of the two weights, features; the second one is the constant 1 where there is one feature
    "line": ("squared", ("w", "b"), 1),
    "plane": ("squared", ("w_1", "w_2"), 2),
    "logistic": ("logistic", ("w", "b"), 1),
}

# Of the means over all samples the least-squares loss is made; it needs no sample besides.
MEANS = sp.symbols("uu uv vv uz vz zz", real=True)
_uu, _uv, _vv, _uz, _vz, _zz = MEANS
QUADRATIC = (_uu * x**2 + 2 * _uv * x * y + _vv * y**2 - 2 * _uz * x - 2 * _vz * y + _zz) / 2


def _written(kind: str) -> Any:
    """The loss of a sample, with softplus as a logarithm."""
    return ERRORS[kind].replace(softplus, lambda at: sp.log(1 + sp.exp(at)))


@cache
def error_tree(kind: str) -> Tree:
    """The loss of a sample for a browser: see `surfaces.tree`. Its score is called x there, its target y."""
    with SYMPY_LOCK:
        return to_tree(_written(kind).subs({s: x, z: y}, simultaneous=True))


@dataclass(frozen=True)
class Problem:
    """A set of samples and what is fitted to it. `make` gives the samples at the present values of the params."""

    id: str
    name: str
    model: str  # one of MODELS
    teaches: str
    source: str
    make: Callable[..., Data] | None = None
    data: Data | None = None  # instead of `make`
    params: tuple[Param, ...] = ()
    scaling: str = "zscore"  # that it opens with
    start: Point = (0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Fit(Surface):
    """The loss of a model's two weights over all samples, as a surface; `batch` gives that over some of them."""

    problem: Problem
    data: Data
    scaling: str
    total: bool  # the sum over the samples instead of their mean
    means: tuple[float, ...] = ()  # the values of MEANS, times n for a sum; () for a logistic regression

    def __post_init__(self) -> None:
        """Its symbols are those of MEANS, not of the params: these have gone into the samples."""

    def replace(self, **values: float) -> Self:
        known = {p.name: p for p in self.params}
        for name in values:
            if name not in known:
                raise ValueError(f"{self.name} has no parameter called {name}.")
        checked = {name: known[name].check(value) for name, value in values.items()}
        return fit(self.problem, self.scaling, self.total, **(self.values | checked))  # type: ignore[return-value]

    @property
    def version(self) -> str:
        return f"{self.scaling} {'sum' if self.total else 'mean'} {self.data.digest[:12]}"

    @property
    def kind(self) -> str:
        return MODELS[self.problem.model][0]

    @property
    def coordinates(self) -> tuple[str, str]:
        return MODELS[self.problem.model][1]

    @property
    def letter(self) -> str:
        return "L"

    def batch(self, index: NDArray[np.integer]) -> Batch:
        """The loss over the samples of these numbers, (B,) or, for n rows, (n, B)."""
        u, v, z = self.columns
        return Batch(self.kind, u[index], v[index], z[index], self.total)

    @derived
    def columns(self) -> tuple[Array, Array, Array]:
        """Both scaled features (the constant 1 is one) and the target, (n,) each."""
        return _columns(self.data, self.scaling)

    @derived
    def whole(self) -> Batch:
        return Batch(self.kind, *self.columns, self.total)

    # A logistic regression has no sufficient statistics of a fixed size: it asks its samples

    def value(self, theta: ArrayLike) -> Array:
        return super().value(theta) if self.means else self.whole.value(theta)

    def gradient(self, theta: ArrayLike) -> Array:
        return super().gradient(theta) if self.means else self.whole.gradient(theta)

    def hessian(self, theta: ArrayLike) -> Array:
        return super().hessian(theta) if self.means else self.whole.hessian(theta)

    def _partials(self, order: int) -> Columns:
        return super()._partials(order) if self.means else partial(self.whole.partials, order=order)

    def _compile(self, *expressions: sp.Expr) -> Columns:
        return columns((x, y, *MEANS), expressions, self.means) if self.means else columns((x, y), expressions)

    @derived
    def bent(self) -> bool:
        return False  # neither of the losses has an edge, and a tree of all samples may be long

    # As mathematics

    @derived
    def formula(self) -> sp.Expr:
        return self.expr.subs(dict(zip(MEANS, map(sp.Float, self.means), strict=False)))

    @derived
    def names(self) -> dict[sp.Symbol, str]:
        u, v = ("x_1", "x_2") if self.problem.model == "plane" else ("x", "")
        products = (f"{u}^2", rf"{u} {v}", f"{v}^2" if v else "1", rf"{u} y", rf"{v} y", "y^2")
        over = r"\sum " if self.total else r"\overline{%s}"
        means = [over + text if self.total else over % text for text in products]
        if not v:
            means[2] = "n" if self.total else "1"
        return dict(zip(MEANS, means, strict=True)) | dict(zip((x, y), self.coordinates, strict=True))

    @derived
    def symbolic_latex(self) -> str:
        return self.latex

    @derived
    def latex(self) -> str:
        """The loss as a sum over the samples."""
        text = self._of_sample(_written(self.kind))
        text = text if self.kind == "squared" else rf"\left[ {text} \right]"
        return rf"{self.letter}{self.of_coordinates} = {self._over_samples} {text},\quad n = {len(self.data)}"

    @derived
    def symbolic_derivatives(self) -> tuple[str, str]:
        """Those of a logistic regression as sums over the samples, too: with a term for each they fill pages."""
        if self.means:
            return super().symbolic_derivatives
        sides = sp.symbols("z1 z2") if self.problem.model == "plane" else (sp.Symbol("z1"), sp.S.One)
        slope = _written(self.kind).diff(s)
        bend = self._of_sample(sp.factor(slope.diff(s)))
        column = latex.column([*sides], self._sample_names)
        square = latex.column([[one * other for other in sides] for one in sides], self._sample_names)
        first = rf"\left( {self._of_sample(slope)} \right) {column}"
        return f"{self._over_samples} {first}", f"{self._over_samples} {bend} {square}"

    @property
    def _over_samples(self) -> str:
        return r"\sum_{i=1}^{n}" if self.total else r"\frac{1}{n} \sum_{i=1}^{n}"

    def _of_sample(self, expr: Any) -> str:
        """An expression in the score s and the target z of sample i, as LaTeX; z1 and z2 are its features."""
        one, two, target = sp.symbols("z1 z2 z3")
        score = x * one + (y * two if self.problem.model == "plane" else y)
        return latex.to_latex(expr.subs({s: score, z: target}, simultaneous=True), self._sample_names)

    @property
    def _sample_names(self) -> dict[sp.Symbol, str]:
        feature = {"z1": "x_{1i}", "z2": "x_{2i}"} if self.problem.model == "plane" else {"z1": "x_i"}
        return {sp.Symbol(name): text for name, text in (feature | {"z3": "y_i"}).items()} | self.names


def _columns(data: Data, scaling: str) -> tuple[Array, Array, Array]:
    features = scaled(data.features, scaling)
    second = features[:, 1] if features.shape[1] == 2 else np.ones(len(data))
    return np.ascontiguousarray(features[:, 0]), np.ascontiguousarray(second), data.target


def fit(problem: Problem, scaling: str | None = None, total: bool = False, **values: float) -> Fit:
    """The surface of a problem: its loss over the two weights. ValueError for values that the params refuse."""
    settings = {p.name: values.get(p.name, p.default) for p in problem.params}
    return _fit(problem, scaling or problem.scaling, total, tuple(settings.items()))


@lru_cache(maxsize=64)
def _fit(problem: Problem, scaling: str, total: bool, values: tuple[tuple[str, float], ...]) -> Fit:
    data = problem.data if problem.make is None else problem.make(**dict(values))
    assert data is not None
    u, v, z = _columns(data, scaling)
    size = len(data) if total else 1
    kind = MODELS[problem.model][0]
    if kind == "squared":
        expr: Any = QUADRATIC
        means = tuple(size * float(np.mean(a * b)) for a, b in ((u, u), (u, v), (v, v), (u, z), (v, z), (z, z)))
    else:
        expr, means = _sum(u, v, z, total), ()
    minima = _minimum(Batch(kind, u, v, z, total))
    return Fit(
        id=problem.id,
        name=problem.name,
        group=GROUP,
        expr=expr,
        bounds=_bounds(problem.start, minima),
        minima=minima,
        starts=(problem.start,),
        teaches=problem.teaches,
        source=problem.source,
        params=problem.params,
        settings=tuple(value for _, value in values),
        problem=problem,
        data=data,
        scaling=scaling,
        total=total,
        means=means,
    )


def _sum(u: Array, v: Array, z: Array, total: bool) -> sp.Expr:
    """The logistic loss as one expression, a term for each sample. SymPy is not asked to simplify it: that is slow."""

    def add(*parts: Any) -> Any:
        return sp.Add(*parts, evaluate=False)

    def linear(a: float, b: float) -> Any:
        return add(sp.Mul(sp.Float(a), x, evaluate=False), sp.Mul(sp.Float(b), y, evaluate=False))

    def softly(score: Any) -> Any:
        return sp.log(add(1, sp.exp(score, evaluate=False)), evaluate=False)

    with SYMPY_LOCK:
        terms = [softly(linear(a, b)) for a, b in zip(u, v, strict=True)]
        whole = add(*terms, linear(-float(z @ u), -float(z @ v)))
        return whole if total else sp.Mul(sp.Rational(1, len(u)), whole, evaluate=False)


def _minimum(loss: Batch) -> tuple[Point, ...]:
    """By Newton's method from zero weights; () where there is none: constant features, classes that a line parts."""
    theta = np.zeros(2)
    for _ in range(50):
        gradient, hessian = loss.gradient(theta), loss.hessian(theta)
        low, high = np.linalg.eigvalsh(hessian)
        if not np.isfinite(high) or low <= 1e-12 * high:
            return ()
        step = np.linalg.solve(hessian, gradient)
        theta = theta - step
        if np.hypot(*step) <= 1e-14 * (1 + np.hypot(*theta)):
            break
    size = np.hypot(*loss.gradient(theta))
    return ((float(theta[0]), float(theta[1])),) if size <= 1e-8 * (1 + np.abs(loss.hessian(theta)).max()) else ()


def _bounds(start: Point, minima: tuple[Point, ...]) -> tuple[Point, Point]:
    """A square around the minimum that holds the start."""
    a, b = minima[0] if minima else start
    half = max(1.25 * max(abs(start[0] - a), abs(start[1] - b)), 1.5)
    digits = 1 - int(np.floor(np.log10(half)))
    (a, b), half = (round(c, digits) for c in (a, b)), round(half, digits)
    digits = max(digits, 0)
    return (round(a - half, digits), round(a + half, digits)), (round(b - half, digits), round(b + half, digits))
