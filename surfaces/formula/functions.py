"""|u|, sign, min, max as functions of our own, because SymPy's derivatives of its own are traps: DiracDelta,
Heaviside and unevaluated Derivative, none of which is a number. And u^p with a dial p, because SymPy's, p u^p / u, is
no number at u = 0 either.

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
        inner = [one.args[2:] if isinstance(one, Choice) and one.args[:2] == (l, r) else (one, one) for one in (p, q)]
        if (inner[0][0], inner[1][1]) != (p, q):  # the same question once more
            return Choice(l, r, inner[0][0], inner[1][1])
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


class Power(sp.Function):
    """The k-th derivative of u^p in u, p (p − 1) … (p − k + 1) u^(p − k), for an exponent p without x and y."""

    nargs = 3
    is_extended_real = True

    @classmethod
    def eval(cls, u: Any, p: Any, k: Any) -> Any:
        return cls.written(u, p, k) if p.is_number else None

    @staticmethod
    def written(u: Any, p: Any, k: Any) -> Any:
        return sp.ff(p, k) * u ** (p - k)

    def fdiff(self, argindex: int = 1) -> Any:
        u, p, k = _any(self.args)
        return Power(u, p, k + 1)


def own(expr: Any) -> Any:
    """The expression with what SymPy makes by itself, |u| and sign of √(u²), cot(u) of tan(u + π/2), as ours."""
    if not expr.has(sp.Abs, sp.sign, sp.cot):
        return expr
    return expr.replace(sp.Abs, Modulus).replace(sp.sign, Sign).replace(sp.cot, lambda u: 1 / sp.tan(u))


def drawn_out(expr: Any) -> Any:
    """The expression with the factors of a choice of 0 inside it: those of √(max(0, x)) are no numbers left of 0."""
    return expr.replace(_is_product_with_nothing, _drawn_out) if expr.has(Choice) else expr


def _is_product_with_nothing(expr: Any) -> bool:
    return expr.is_Mul and any(_is_nothing(factor) for factor in expr.args)


def _is_nothing(factor: Any) -> bool:
    return isinstance(factor, Choice) and sp.S.Zero in factor.args[2:]


def _drawn_out(product: Any) -> Any:
    choice = next(factor for factor in product.args if _is_nothing(factor))
    left, right, p, q = choice.args
    others = sp.Mul(*(factor for factor in product.args if factor is not choice))
    return Choice(left, right, others * p, others * q)


def _raised(text: str, exp: str | None) -> str:
    return text if exp is None else f"{text}^{{{exp}}}"


def _any(args: Any) -> Any:
    """The arguments as what they are, expressions; SymPy's own types promise less."""
    return args
