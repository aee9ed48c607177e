"""The mathematics of the lessons, line by line: each is typeset by SymPy and checked by SymPy."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

from surfaces.batch import ERRORS, s, z
from sympy_lock import SYMPY_LOCK


@dataclass(frozen=True)
class Line:
    """lhs = rhs, or lhs ≈ rhs. `holds`: that it does, under `where`, symbols that are put in the place of others."""

    lhs: Any
    rhs: Any
    relation: str = "="
    difference: Any = None  # what has to vanish; None: lhs - rhs

    @property
    def latex(self) -> str:
        with SYMPY_LOCK:
            printer = LatexPrinter({"order": "none", "ln_notation": True, "long_frac_ratio": 2})
            return f"{printer.doprint(self.lhs)} {self.relation} {printer.doprint(self.rhs)}"

    def holds(self) -> bool:
        with SYMPY_LOCK:
            rest = self.lhs - self.rhs if self.difference is None else self.difference
            return bool(sp.simplify(rest) == 0)


def _named(*names: str, **assumptions: bool) -> tuple[Any, ...]:
    return tuple(sp.Symbol(name, **assumptions) for name in names)


def _indexed(*names: str) -> tuple[Any, ...]:
    return tuple(sp.IndexedBase(name, real=True) for name in names)


@cache
def downhill() -> dict[str, Line]:
    """From the tangent plane to the update of gradient descent."""
    with SYMPY_LOCK:
        x, y, a, b = _named(r"\theta_1", r"\theta_2", "a", "b", real=True)
        p, q = _named(r"\Delta\theta_1", r"\Delta\theta_2", real=True)
        r, g, eta = _named("r", r"\lVert g \rVert", r"\eta", positive=True)
        phi, psi = _named(r"\varphi", r"\psi", real=True)
        loss, here = sp.Function("L"), sp.Symbol("L(a, b)", real=True)
        u, v = _named("u", "v", real=True)
        height = loss(a + p, b + q)
        slope = [height.diff(d).doit().subs({p: 0, q: 0}).doit() for d in (p, q)]
        t = sp.Symbol("t", real=True)
        along = loss(a + t * p, b + t * q)
        first_order = along.diff(t).doit().subs(t, 0).doit() - (slope[0] * p + slope[1] * q)
        circle = {p: r * sp.cos(phi), q: r * sp.sin(phi)}
        direction = {u: g * sp.cos(psi), v: g * sp.sin(psi)}
        inner = (u * p + v * q).subs(circle).subs(direction)
        away = r * g * sp.cos(phi - psi)
        between = sp.Add(phi, -psi, evaluate=False)
        opposite = sp.Matrix([r * sp.cos(psi + sp.pi), r * sp.sin(psi + sp.pi)])
        step = -(r / g) * sp.Matrix([u, v]).subs(direction)
        tangent = sp.Add(here, u * (x - a), v * (y - b), evaluate=False)
        plane = Line(loss(x, y), tangent, r"\approx", difference=first_order)
        vector = sp.Symbol(r"\begin{pmatrix} \Delta\theta_1 \\ \Delta\theta_2 \end{pmatrix}")
        slopes = sp.Symbol(r"\begin{pmatrix} u \\ v \end{pmatrix}")
        product = sp.Symbol(r"u\,{\Delta\theta_1} + v\,{\Delta\theta_2}")
        return {
            "plane": plane,
            "inner": Line(
                product, sp.Mul(r, g, sp.cos(between), evaluate=False), difference=sp.expand_trig(inner - away)
            ),
            "lowest": Line(phi, sp.Add(psi, sp.pi, evaluate=False), difference=away.subs(phi, psi + sp.pi) + r * g),
            "radius": Line(vector, sp.Mul(-r / g, slopes, evaluate=False), difference=sum(map(abs, opposite - step))),
            "update": Line(vector, sp.Mul(-eta, slopes, evaluate=False), difference=(eta * g - r).subs(eta, r / g)),
            "shrinks": Line(r, sp.Mul(eta, g, evaluate=False), difference=(eta - r / g).subs(r, eta * g)),
        }


THREE = 3  # samples with which sums are checked in full


@cache
def batches() -> dict[str, Line]:
    """The loss of n samples, its slopes, and what a part of the samples knows of them."""
    with SYMPY_LOCK:
        i, n, batch = (sp.Symbol(name, integer=True, positive=True) for name in ("i", "n", "B"))
        w, b = _named("w", "b", real=True)
        x, y, g = _indexed("x", "y", "g")
        of = {s: w * x[i] + b, z: y[i]}
        single: Any = ERRORS["squared"].subs(of, simultaneous=True)
        residual: Any = sp.Add(w * x[i], b, -y[i], evaluate=False)  # the slope, in textbook order
        shown: Any = sp.Sum(residual**2 / 2, (i, 1, n)) / n
        whole: Any = sp.Sum(single, (i, 1, n)) / n
        loss = sp.Function("L")(w, b)

        def full(expression: Any) -> Any:
            return expression.subs(n, THREE).doit()

        def mean(of_sample: Any) -> Any:
            return sp.Add(*(of_sample.subs(i, k) for k in range(1, THREE + 1))) / THREE

        terms: dict[Any, Any] = {w: sp.Mul(residual, x[i], evaluate=False), b: residual}
        gradient = {weight: sp.Sum(term, (i, 1, n)) / n for weight, term in terms.items()}
        some: list[Any] = [g[k] for k in range(1, THREE + 1)]
        middle = sum(some) / THREE
        variance = sum((one - middle) ** 2 for one in some) / THREE
        of_pairs = sum(((one + other) / 2 - middle) ** 2 for one in some for other in some) / THREE**2
        expected, spread = sp.Symbol(r"\mathbb{E}\,\nabla \ell_i"), sp.Symbol(r"\operatorname{Var} g_B")
        sample, everything = sp.Symbol(r"\nabla L"), sp.Symbol(r"\operatorname{Var} g_i", positive=True)
        sharp, total = sp.Symbol(r"\lambda_{\max}(L)"), sp.Symbol(r"\lambda_{\max}({\textstyle\sum}\ell_i)")
        slopes = [full(gradient[v]) - mean(sp.diff(single, v)) for v in (w, b)]
        return {
            "loss": Line(loss, shown, difference=full(shown) - mean(single)),
            "slope_w": Line(sp.Derivative(loss, w), gradient[w], difference=full(sp.diff(whole, w) - gradient[w])),
            "slope_b": Line(sp.Derivative(loss, b), gradient[b], difference=full(sp.diff(whole, b) - gradient[b])),
            "one": Line(expected, sample, difference=sum(sp.Abs(sp.expand(one)) for one in slopes)),
            "noise": Line(spread, everything / batch, difference=sp.expand(of_pairs - variance / 2)),
            "sum": Line(total, sp.Mul(n, sharp, evaluate=False), difference=full(sp.diff(n * whole - whole * n, w, 2))),
        }


@cache
def scaling() -> dict[str, Line]:
    """The Hessian of least squares, and what z-scores make of it."""
    with SYMPY_LOCK:
        w, b, r = _named("w", "b", "r", real=True)
        mean, spread = sp.Symbol(r"\bar{x}", real=True), sp.Symbol(r"\sigma", positive=True)
        square, hessian = sp.Symbol(r"\overline{x^2}", real=True), sp.Symbol(r"{\nabla^2 L}")
        x = sp.symbols("x1:4", real=True)
        y = sp.symbols("y1:4", real=True)
        of = [ERRORS["squared"].subs({s: w * one + b, z: other}) for one, other in zip(x, y, strict=True)]
        exact = sp.hessian(sp.Add(*of) / THREE, (w, b))
        means = {square: sum(one**2 for one in x) / THREE, mean: sum(x) / THREE}
        moments = sp.Matrix([[square, mean], [mean, 1]])
        standard = moments.subs({square: spread**2 + mean**2}).subs({spread: 1, mean: 0})
        pair = sp.Matrix([[1, r], [r, 1]])
        roots = sp.expand((pair - (1 + r) * sp.eye(2)).det()) + sp.expand((pair - (1 - r) * sp.eye(2)).det())
        variance = sum((one - means[mean]) ** 2 for one in x) / THREE
        kappa = sp.Symbol(r"\kappa")
        return {
            "hessian": Line(hessian, moments, difference=sum(map(sp.Abs, sp.expand(exact - moments.subs(means))))),
            "zscore": Line(hessian, sp.eye(2), difference=sum(map(sp.Abs, standard - sp.eye(2)))),
            "pair": Line(hessian, pair, difference=pair[0, 1] - r),
            "condition": Line(kappa, (1 + sp.Abs(r)) / (1 - sp.Abs(r)), difference=roots),
            "moment": Line(
                square,
                sp.Add(spread**2, mean**2, evaluate=False),
                difference=sp.expand(means[square] - variance - means[mean] ** 2),
            ),
        }


DERIVATIONS = {"downhill": downhill, "batches": batches, "scaling": scaling}
