"""Arithmetic as Python writes it, worked out by Python's own parser and operators: what the tests hold formulas to."""

import ast
import math
import operator
from collections.abc import Mapping
from typing import Any


def power(base: float, exponent: float) -> float:
    """base ** exponent. ValueError where that is not real."""
    result = base**exponent
    if isinstance(result, complex):
        raise ValueError(f"{base} ** {exponent} is not real")
    return result


OPERATORS: dict[type, Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: power,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
NAMES: dict[str, Any] = {"abs": abs, "max": max, "min": min, "pi": math.pi, "e": math.e}
FUNCTIONS = ("sin", "cos", "tan", "asin", "acos", "atan", "exp", "log", "sqrt", "sinh", "cosh", "tanh", "copysign")
NAMES |= {name: getattr(math, name) for name in FUNCTIONS}


def real_value_of(text: str, place: Mapping[str, float]) -> float:
    """As `value_of`, and NaN where a part of the expression has no real value. OverflowError where one is too large."""
    try:
        return float(value_of(text, place))
    except (ValueError, ZeroDivisionError):
        return math.nan


def value_of(text: str, place: Mapping[str, float]) -> Any:
    """The value of an expression at a place. ValueError where it is not real, KeyError for other names."""

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.Name(id=name):
                return (NAMES | dict(place))[name]
            case ast.UnaryOp(op=sign, operand=operand):
                return OPERATORS[type(sign)](value(operand))
            case ast.BinOp(left=left, op=sign, right=right):
                return OPERATORS[type(sign)](value(left), value(right))
            case ast.Call(func=function, args=arguments, keywords=[]):
                return value(function)(*map(value, arguments))
        raise ValueError(f"{ast.unparse(node)} is no arithmetic")

    return value(ast.parse(text.strip(), mode="eval").body)
