"""From a checked tree of nodes to SymPy, by constructor calls, one for each kind of node. No text goes in."""

from functools import lru_cache
from typing import Any

import sympy as sp

from surfaces.core import x, y
from surfaces.formula.error import FormulaError
from surfaces.formula.functions import Maximum, Minimum, Modulus, Power, Sign, drawn_out, own
from surfaces.formula.nodes import PARAMETERS, VARIABLES, Call, Minus, Name, Node, Number, Operation, names

SYMBOLS: dict[str, sp.Expr] = {"x": x, "y": y, "pi": sp.pi, "e": sp.E}
SYMBOLS |= {name: sp.Symbol(name, real=True) for name in PARAMETERS}
FUNCTIONS: dict[str, Any] = {
    "sin": sp.sin,
    "cos": sp.cos,
    "tan": sp.tan,
    "asin": sp.asin,
    "acos": sp.acos,
    "atan": sp.atan,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "tanh": sp.tanh,
    "exp": sp.exp,
    "log": sp.log,
    "sqrt": sp.sqrt,
    "abs": Modulus,
    "sign": Sign,
    "min": Minimum,
    "max": Maximum,
}
HALVES = 2  # decimal exponents with this denominator become fractions: x^0.5 is a root


def build(node: Node) -> sp.Expr:
    """The expression. FormulaError if SymPy finds that a part of it has no value."""
    expr = own(_build(node))
    if expr.has(sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I, sp.AccumBounds) or _has_no_real(expr):
        raise FormulaError("A part of this formula has no value anywhere.", *node.span)
    return expr


def _has_no_real(expr: Any) -> bool:
    """Whether there is a number in it that is not real, as acos(2)."""
    return any(part.is_number and part.is_real is False for part in sp.preorder_traversal(expr))


def _build(node: Node) -> Any:
    match node:
        case Number(value):
            return _number(value)
        case Name(name):
            return SYMBOLS[name]
        case Minus(of):
            return -_build(of)
        case Call(function, arguments):
            return FUNCTIONS[function](*(own(_build(one)) for one in arguments))
        case Operation("+", left, right):
            return _build(left) + _build(right)
        case Operation("-", left, right):
            return _build(left) - _build(right)
        case Operation("*", left, right):
            return _build(left) * _build(right)
        case Operation("/", left, right):
            return _build(left) / _build(right)
        case Operation(_, left, Number(value)) if (value * HALVES).is_integer():
            return _build(left) ** sp.Rational(int(value * HALVES), HALVES)
        case Operation(_, left, right) if names(left) & set(VARIABLES) and not names(right) & set(VARIABLES):
            return Power(_build(left), _build(right), 0)
        case Operation(_, left, right):
            return _build(left) ** _build(right)
    raise TypeError(node)


def _number(value: float) -> sp.Expr:
    return sp.Integer(int(value)) if value.is_integer() else sp.Float(value)


@lru_cache(maxsize=1024)
def partial(expr: sp.Expr, i: int, j: int) -> sp.Expr:
    """The derivative taken i times in x and j times in y, with the conventions of `functions` on edges."""
    if i == j == 0:
        return expr
    derivative: Any = partial(expr, i - 1, j).diff(x) if i else partial(expr, i, j - 1).diff(y)
    return drawn_out(own(derivative))
