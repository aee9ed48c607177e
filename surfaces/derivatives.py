"""The coordinates of every surface, and the derivatives of its expression in them."""

from functools import lru_cache
from typing import Any

import sympy as sp

from sympy_lock import SYMPY_LOCK

x, y = sp.symbols("x y", real=True)


@lru_cache(maxsize=4096)  # typed formulas come here too, hence a limit
def partial(expr: sp.Expr, i: int, j: int) -> sp.Expr:
    """The derivative taken i times in x and j times in y; the same for all values of parameters.

    Where |x| and the like have an edge there is none, and only there is this expression not the derivative.
    """
    if i == j == 0:
        return expr
    with SYMPY_LOCK:
        derivative: Any = partial(expr, i - 1, j).diff(x) if i else partial(expr, i, j - 1).diff(y)
        return derivative.replace(sp.DiracDelta, lambda *_: sp.S.Zero)  # of an edge: zero beside it


def powers(order: int) -> list[tuple[int, int]]:
    return [(total - j, j) for total in range(order + 1) for j in range(total + 1)]


def slopes(expr: sp.Expr) -> list[sp.Expr]:
    """Its gradient."""
    return [partial(expr, 1, 0), partial(expr, 0, 1)]


def bends(expr: sp.Expr) -> list[list[sp.Expr]]:
    """The rows of its Hessian."""
    mixed = partial(expr, 1, 1)
    return [[partial(expr, 2, 0), mixed], [mixed, partial(expr, 0, 2)]]
