"""Expressions as LaTeX in the order of textbooks, with short numbers."""

from collections.abc import Callable
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

from sympy_lock import SYMPY_LOCK


class _Printer(LatexPrinter):
    def __init__(self, digits: int, names: dict[sp.Symbol, str]) -> None:
        super().__init__({"ln_notation": True, "inv_trig_style": "full", "symbol_names": names})
        self.digits = digits

    def _print_Float(self, expr: sp.Float) -> str:
        mantissa, _, exponent = f"{float(expr):.{self.digits}g}".partition("e")
        if not exponent:
            return mantissa
        power = f"10^{{{int(exponent)}}}"
        return power if mantissa == "1" else f"-{power}" if mantissa == "-1" else rf"{mantissa} \cdot {power}"

    def _print_log(self, expr: Any, exp: str | None = None) -> str:
        """ln²(x), as sin²(x): after the parenthesis an exponent could belong to the argument."""
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\ln{power}{{\left({self._print(expr.args[0])} \right)}}"

    def _as_ordered_terms(self, expr: Any, order: str | None = None) -> list[Any]:
        """Textbook order, but never a leading minus where a term without one can lead: y - x^2."""
        terms = super()._as_ordered_terms(expr, order=order)
        terms = sorted(terms, key=_taylor_rank if _is_taylor(expr) else _rank(terms))  # stable
        if not _is_taylor(expr):
            lead = next((i for i, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
            terms = [terms[lead], *terms[:lead], *terms[lead + 1 :]]
        return terms

    def _print_Add(self, expr: Any, order: str | None = None) -> str:
        """A fraction that all terms share stands in front: (x^2 + y^2)/2."""
        coefficients = [term.as_coeff_Mul()[0] for term in expr.args]
        c = abs(coefficients[0])
        if c.is_Rational and c.p == 1 and c.q > 1 and all(abs(other) == c for other in coefficients):
            c = -c if all(other.is_negative for other in coefficients) else c
            inside = sp.Add(*(term / c for term in expr.args))
            sign = "-" if c.is_negative else ""
            return rf"{sign}\frac{{1}}{{{c.q}}} \left({super()._print_Add(inside, order)}\right)"
        return super()._print_Add(expr, order)


def _is_taylor(expr: Any) -> bool:
    return {symbol.name for symbol in expr.free_symbols} <= {"h", "k"}


def _taylor_rank(term: Any) -> int:
    """A Taylor polynomial begins with its constant and rises."""
    return sum(int(power) for base, power in term.as_powers_dict().items() if base.is_Symbol)


def _rank(terms: list[Any]) -> Callable[[Any], tuple[int, int, int]]:
    """Polynomials in x before those in y, then functions; a constant last, or before functions alone."""
    x, y = sp.Symbol("x", real=True), sp.Symbol("y", real=True)
    polynomial = {term for term in terms if term.free_symbols & {x, y} and term.is_polynomial(x, y)}

    def rank(term: Any) -> tuple[int, int, int]:
        if term in polynomial:
            return 0, int(sp.Poly(term, y).degree()), len(term.free_symbols)
        if term.free_symbols & {x, y}:
            return 1, 0, 0
        return (2 if polynomial else -1), 0, 0

    return rank


def to_latex(expr: sp.Basic, names: dict[sp.Symbol, str] | None = None, digits: int = 6) -> str:
    """LaTeX of an expression: natural logarithm as ln, decimal numbers with at most `digits` digits.

    `names` gives the LaTeX of symbols that should not appear under their own name.
    """
    with SYMPY_LOCK:
        return _Printer(digits, names or {}).doprint(expr)


def column(entries: list[Any], names: dict[sp.Symbol, str] | None = None, digits: int = 6) -> str:
    """A vector or, from a list of rows, a matrix, as LaTeX in round brackets."""
    rows = [row if isinstance(row, list) else [row] for row in entries]
    body = r" \\ ".join(" & ".join(to_latex(entry, names, digits) for entry in row) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"
