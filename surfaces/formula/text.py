"""The formula of a listed surface as somebody would type it, to start from."""

from typing import Any

import sympy as sp
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter

from surfaces.core import Param, Surface
from surfaces.formula.error import FormulaError
from surfaces.formula.nodes import PARAMETERS
from surfaces.formula.reader import read
from surfaces.formula.typed import TypedSurface
from sympy_lock import SYMPY_LOCK


class _Printer(StrPrinter):
    def __init__(self, names: dict[sp.Symbol, str]) -> None:
        super().__init__()
        self.names = names

    def _print_Symbol(self, expr: Any) -> str:
        return self.names.get(expr, str(expr.name))

    def _print_Exp1(self, expr: Any) -> str:
        return "e"

    def _print_Float(self, expr: Any) -> str:
        return repr(float(expr))

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:
        base, exponent = expr.args
        if exponent.is_Integer and exponent > 0:
            return f"{self.parenthesize(base, PRECEDENCE['Pow'])}^{exponent}"
        return super()._print_Pow(expr, rational=rational).replace("**", "^")


def text_of(surface: Surface) -> tuple[str, tuple[tuple[Param, str], ...]] | None:
    """The formula as text, with a, b, c for its parameters, and which is which. None if it cannot be typed."""
    if isinstance(surface, TypedSurface):
        return surface.text, tuple((p, p.name) for p in surface.params)
    named = tuple(zip(surface.params, PARAMETERS, strict=False))
    with SYMPY_LOCK:
        text = _Printer({p.symbol: name for p, name in named}).doprint(surface.expr)
    try:
        read(text)
    except FormulaError:  # too long, or made of more than may be typed
        return None
    return text, named
