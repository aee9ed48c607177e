"""What the lines of an update are made of: their terms, each as LaTeX and as a number.

d = βd + g is a decayed past and a new gradient; θ = θ − η(u + λθ) a step and a pull towards the origin. So a picture
can add up what an equation adds up. The terms of a line that hold add up to it, for every optimizer: see the tests.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from optimizers import algebra
from optimizers.core import Array, Equation, Loss, Optimizer
from optimizers.notation import flat, latex_names
from optimizers.proof import kinds, lines
from sympy_lock import SYMPY_LOCK

DRAWN = ("vector", "step", "square", "point", "ghost")  # the glyphs whose lines are taken apart
ONE = sp.Integer(1)


@dataclass(frozen=True)
class Part:
    """One term of a line. `when`: conditions, each with what it must be for the term to count.

    base: the name of the point that it is, for the term of a point from which all others lead on. past: the name of the
    quantity before the update that it carries on, with `kept` the factor as LaTeX. decay: it leads along θ itself.
    """

    latex: str
    needs: tuple[str, ...]
    compute: Callable[..., Any]
    when: tuple[tuple[tuple[str, ...], Callable[..., Any], bool], ...]
    base: str | None
    past: str | None
    kept: str
    decay: bool
    alone: str | None  # the name of the quantity that this is, or its negative

    def holds(self, loss: Loss, known: dict[str, Array]) -> bool:
        """Whether this update has the term; its n is 1."""
        with np.errstate(all="ignore"):
            return all(bool(np.all(test(loss, *(known[n] for n in needs)))) == so for needs, test, so in self.when)

    def value(self, loss: Loss, known: dict[str, Array]) -> Array:
        """Its number, from `proof.quantities`; of the shape of its line."""
        with np.errstate(all="ignore"):
            return np.asarray(self.compute(loss, *(known[name] for name in self.needs)), dtype=float)


_BUILT: dict[tuple[type[Optimizer], ...], dict[str, tuple[Part, ...]]] = {}


def parts(optimizer: Optimizer) -> dict[str, tuple[Part, ...]]:
    """The terms of every line that is drawn, by the line's name. They do not depend on the settings' values."""
    rule = kinds(optimizer)
    if rule not in _BUILT:
        written = lines(optimizer)
        with SYMPY_LOCK:
            if rule not in _BUILT:
                _BUILT[rule] = _build(optimizer, tuple(line.equation for line in written))
    return _BUILT[rule]


def _build(optimizer: Optimizer, equations: tuple[Equation, ...]) -> dict[str, tuple[Part, ...]]:
    names = latex_names(optimizer, {symbol for e in equations for symbol in (e.lhs, *e.symbols)})
    vectors = {e.lhs.name for e in equations if e.glyph in ("vector", "step")}
    points = {"theta_prev", *(e.lhs.name for e in equations if e.glyph in ("point", "ghost"))}
    points |= {f"{name}_prev" for name in points}
    vectors |= {f"{name}_prev" for name in vectors} | points
    found = {}
    with sp.evaluate(False):
        for e in equations:
            if e.glyph in DRAWN:
                terms = _terms(e.rhs, vectors, points)
                found[e.lhs.name] = tuple(_part(e, term, when, points, names) for term, when in terms)
    return found


When = tuple[tuple[Any, bool], ...]


def _terms(expr: Any, vectors: set[str], points: set[str]) -> Iterator[tuple[Any, When]]:
    """The terms of an expression, each with the conditions under which it is one; a product over vectors is multiplied
    out, but not over the difference of two points, which is one vector."""
    if expr.is_Add:
        for arg in expr.args:
            yield from _terms(arg, vectors, points)
    elif isinstance(expr, sp.Piecewise):
        before: When = ()
        pairs: Any = expr.args
        for branch, condition in pairs:
            own: When = () if condition == sp.true else ((condition, True),)
            for term, when in _terms(branch, vectors, points):
                if term != 0:
                    yield term, (*before, *own, *when)
            before += ((condition, False),)
    elif expr.is_Mul and (sums := [f for f in expr.args if _splits(f, vectors, points)]):
        for term, when in _terms(sums[0], vectors, points):
            yield flat(sp.Mul(*(term if f is sums[0] else f for f in expr.args))), when
    else:
        yield expr, ()


def _splits(factor: Any, vectors: set[str], points: set[str]) -> bool:
    if isinstance(factor, sp.Piecewise):
        return True
    if not factor.is_Add or sum(bool(_names(arg) & vectors) for arg in factor.args) < 2:
        return False
    return any(_bare(arg) not in points for arg in factor.args)


def _part(equation: Equation, term: Any, when: When, points: set[str], names: dict[sp.Symbol, str]) -> Part:
    needs, compute = _compile(term)
    alone = _bare(term)
    drawn_as_point = equation.glyph in ("point", "ghost")
    base = alone if drawn_as_point and term.is_Symbol and alone in points else None
    past = f"{equation.lhs.name}_prev"
    factors = term.args if term.is_Mul else (term,)
    carries = [f for f in factors if f.is_Symbol and f.name == past]
    rest = [f for f in factors if f not in carries]
    kept = sp.Mul(*rest) if len(rest) > 1 else rest[0] if rest else ONE
    return Part(
        latex=sp.latex(term, order="none", symbol_names=names),
        needs=needs,
        compute=compute,
        when=tuple((*_compile(condition), so) for condition, so in when),
        base=base,
        past=past if carries and not drawn_as_point else None,
        kept=sp.latex(kept, order="none", symbol_names=names),
        decay=not base and any(f.is_Symbol and f.name == "theta_prev" for f in factors),
        alone=alone,
    )


def _bare(term: Any) -> str | None:
    """The name of the symbol that a term is, whatever its sign."""
    factors = [f for f in (term.args if term.is_Mul else (term,)) if f != -1]
    return factors[0].name if len(factors) == 1 and factors[0].is_Symbol else None


def _names(expr: Any) -> set[str]:
    return {symbol.name for symbol in expr.atoms(sp.Symbol)}


def _compile(expr: Any) -> tuple[tuple[str, ...], Callable[..., Any]]:
    needs = sorted(expr.atoms(sp.Symbol), key=lambda symbol: symbol.name)
    compute = sp.lambdify([sp.Symbol("loss"), *needs], expr, modules=[vars(algebra), "numpy"])
    return tuple(symbol.name for symbol in needs), compute
