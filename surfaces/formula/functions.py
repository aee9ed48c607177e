"""|u|, sign, min, max as functions of our own, because SymPy's derivatives of its own are traps: DiracDelta,
Heaviside and unevaluated Derivative, none of which is a number.

The convention on an edge, where there is no derivative: |u| has the slope 0 there, as sign(0) = 0; a jump of sign has
the slope 0; max(u, v) and min(u, v) have the slope of u where u = v. Each is the limit from one side, or between both.
"""

from typing import Any

import sympy as sp


class Modulus(sp.Function):
    """|u|, with the derivative sign(u) u′."""

    nargs = 1
    is_extended_real = True
    is_extended_nonnegative = True

    @classmethod
    def eval(cls, u: Any) -> Any:
        return sp.Abs(u) if u.is_number else None

    def fdiff(self, argindex: int = 1) -> Any:
        return Sign(self.args[0])

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        return _raised(rf"\left|{printer._print(self.args[0])}\right|", exp)


class Sign(sp.Function):
    """−1, 0 or 1, with the derivative 0."""

    nargs = 1
    is_extended_real = True

    @classmethod
    def eval(cls, u: Any) -> Any:
        return sp.sign(u) if u.is_number else None

    def fdiff(self, argindex: int = 1) -> Any:
        return sp.S.Zero

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        return _raised(r"\operatorname{sign}", exp) + rf"\left({printer._print(self.args[0])}\right)"


class Choice(sp.Function):
    """Choice(l, r, p, q) is p where l >= r, and q elsewhere."""

    nargs = 4
    is_extended_real = True

    @classmethod
    def eval(cls, l: Any, r: Any, p: Any, q: Any) -> Any:  # noqa: E741
        if p == q:
            return p
        if l.is_number and r.is_number:
            return p if l >= r else q
        return None

    def _eval_derivative(self, s: Any) -> Any:
        left, right, p, q = _any(self.args)
        return Choice(left, right, p.diff(s), q.diff(s))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        left, right, p, q = map(printer._print, self.args)
        cases = rf"\begin{{cases}} {p} & {left} \geq {right} \\ {q} & {left} < {right} \end{{cases}}"
        return cases if exp is None else _raised(rf"\left({cases}\right)", exp)


class _Extreme(sp.Function):
    nargs = 2
    is_extended_real = True
    word = ""

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        inside = ", ".join(map(printer._print, self.args))
        text = rf"\{self.word}\left({inside}\right)"
        return _raised(rf"\left({text}\right)" if exp else text, exp)


class Maximum(_Extreme):
    """max(u, v), with the derivative of the larger one, and on the edge of u."""

    word = "max"

    @classmethod
    def eval(cls, u: Any, v: Any) -> Any:
        return u if u == v else sp.Max(u, v) if u.is_number and v.is_number else None

    def _eval_derivative(self, s: Any) -> Any:
        u, v = _any(self.args)
        return Choice(u, v, u.diff(s), v.diff(s))


class Minimum(_Extreme):
    """min(u, v), likewise."""

    word = "min"

    @classmethod
    def eval(cls, u: Any, v: Any) -> Any:
        return u if u == v else sp.Min(u, v) if u.is_number and v.is_number else None

    def _eval_derivative(self, s: Any) -> Any:
        u, v = _any(self.args)
        return Choice(v, u, u.diff(s), v.diff(s))


def own(expr: Any) -> Any:
    """The expression with SymPy's |u| and sign, which it makes of √(u²) by itself, as ours."""
    if not expr.has(sp.Abs, sp.sign):
        return expr
    return expr.replace(sp.Abs, Modulus).replace(sp.sign, Sign)


def _raised(text: str, exp: str | None) -> str:
    return text if exp is None else f"{text}^{{{exp}}}"


def _any(args: Any) -> Any:
    """The arguments as what they are, expressions; SymPy's own types promise less."""
    return args
