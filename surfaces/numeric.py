"""From SymPy expressions in x and y to NumPy functions of points."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray
from sympy.printing.numpy import NumPyPrinter

from sympy_lock import SYMPY_LOCK

Array = NDArray[np.float64]
Columns = Callable[[ArrayLike], Array]  # theta (..., 2) -> (..., number of expressions)

LONGEST_PRODUCT = 8  # x**8 is still written as a product, x**9 as a power


class _Printer(NumPyPrinter):
    """NumPy source in which whole powers are products and constants are numbers.

    x*x*x costs a fraction of x**3 in NumPy, and it is the same to the last bit for one point and for many.
    """

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:
        base, exponent = expr.args
        if expr.is_number:
            return repr(float(expr))
        if base.is_Symbol and exponent.is_Integer and 0 < abs(int(exponent)) <= LONGEST_PRODUCT:
            product = "*".join([self._print(base)] * abs(int(exponent)))
            return f"({product})" if exponent.is_positive else f"(1.0/({product}))"
        return super()._print_Pow(expr, rational=rational)

    def _print_Max(self, expr: Any) -> str:
        return self._nested("maximum", expr.args)

    def _print_Min(self, expr: Any) -> str:
        return self._nested("minimum", expr.args)

    def _nested(self, function: str, args: Sequence[Any]) -> str:
        """maximum(a, maximum(b, c)): amax, SymPy's choice, does not mix numbers and arrays."""
        first, *others = args
        name = self._module_format(f"numpy.{function}")
        return f"{name}({self._print(first)}, {self._nested(function, others)})" if others else self._print(first)


def _eliminate(expressions: Sequence[sp.Expr]) -> tuple[list[tuple[sp.Symbol, sp.Expr]], list[sp.Expr]]:
    """Common subexpressions, and the base of every whole power, get names: (y - x**2)**2 becomes c*c."""
    names = sp.numbered_symbols("c", real=True)
    found, reduced = sp.cse(expressions, symbols=names, list=True)
    definitions: list[tuple[sp.Symbol, sp.Expr]] = []
    named: dict[sp.Expr, sp.Symbol] = {}

    def walk(expr: Any) -> Any:
        if not expr.args:
            return expr
        args = [walk(arg) for arg in expr.args]
        if expr.is_Pow and args[1].is_Integer and abs(args[1]) > 1 and not args[0].is_Symbol:
            if args[0] not in named:
                named[args[0]] = next(names)
                definitions.append((named[args[0]], args[0]))
            args[0] = named[args[0]]
        return expr.func(*args)

    for name, expr in found:
        definitions.append((name, walk(expr)))
    return definitions, [walk(expr) for expr in reduced]


@lru_cache(maxsize=512)  # typed formulas come here too, hence a limit
def _lambdify(arguments: tuple[sp.Symbol, ...], expressions: tuple[sp.Expr, ...]) -> Callable[..., list[Any]]:
    with SYMPY_LOCK:
        eliminate: Any = _eliminate  # SymPy takes a function here, but declares a bool
        printer = _Printer({"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": False})
        return sp.lambdify(
            arguments, list(expressions), modules="numpy", printer=printer, cse=eliminate, docstring_limit=0
        )


def columns(symbols: Sequence[sp.Symbol], expressions: Sequence[sp.Expr], settings: Sequence[float] = ()) -> Columns:
    """The expressions as one function of theta (..., 2), with values (..., len(expressions)).

    `symbols` are x, y and then those that `settings` gives numbers to; a function is compiled once, whatever
    the numbers are. Overflow and 0/0 give inf and nan, as the numbers of IEEE 754 do, and no warning.
    """
    compiled = _lambdify(tuple(symbols), tuple(expressions))
    plain = not compiled.__code__.co_names  # no functions: Python's own floats give the same bits at half the price
    return of_points(compiled, len(expressions), settings, plain)


def of_points(compiled: Callable[..., Any], width: int, settings: Sequence[float], plain: bool) -> Columns:
    """A function of x, y and settings, which gives a list of `width` values, as a function of points theta (..., 2).

    `plain`: it may be called with Python's own floats, and raises where NumPy would give inf or nan.
    """

    def evaluate(theta: ArrayLike) -> Array:
        theta = np.asarray(theta, dtype=np.float64)
        if plain and theta.shape == (1, 2):
            try:
                return np.array((compiled(theta.item(0), theta.item(1), *settings),), dtype=np.float64)
            except (ZeroDivisionError, OverflowError, TypeError):  # inf or nan to NumPy
                pass
        return general(theta)

    @np.errstate(all="ignore")
    def general(theta: Array) -> Array:
        if theta.shape[-1:] != (2,):
            raise ValueError(f"points need the shape (..., 2), not {theta.shape}")
        if theta.size == 2:  # scalars are several times faster than arrays of one
            x, y = np.float64(theta.item(0)), np.float64(theta.item(1))
            return np.array(compiled(x, y, *settings), dtype=np.float64).reshape((*theta.shape[:-1], width))
        out = np.empty((*theta.shape[:-1], width))
        for column, numbers in enumerate(compiled(theta[..., 0], theta[..., 1], *settings)):
            out[..., column] = numbers  # a constant derivative is one number: it fills its column
        return out

    return evaluate
