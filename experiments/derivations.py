"""The mathematics of the lessons, line by line: each is typeset by SymPy and checked by SymPy."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

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
            printer = LatexPrinter({"order": "none", "ln_notation": True})
            return f"{printer.doprint(self.lhs)} {self.relation} {printer.doprint(self.rhs)}"

    def holds(self) -> bool:
        with SYMPY_LOCK:
            rest = self.lhs - self.rhs if self.difference is None else self.difference
            return bool(sp.simplify(rest) == 0)


def _named(*names: str, **assumptions: bool) -> tuple[Any, ...]:
    return tuple(sp.Symbol(name, **assumptions) for name in names)


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


DERIVATIONS = {"downhill": downhill}
