"""An expression as nested lists that any language can evaluate, without parsing or eval.

A tree is a float, "x", "y", or a list: the name of an operation and then its operands, which are trees.
"""

from collections.abc import Collection, Mapping
from typing import Any

import sympy as sp

Tree = float | str | list[Any]

ELEMENTARY: dict[Any, str] = {
    sp.exp: "exp",
    sp.log: "log",
    sp.sin: "sin",
    sp.cos: "cos",
    sp.tan: "tan",
    sp.asin: "asin",
    sp.acos: "acos",
    sp.atan: "atan",
    sp.sinh: "sinh",
    sp.cosh: "cosh",
    sp.tanh: "tanh",
}
OPERATIONS = ELEMENTARY | {
    sp.Add: "add",  # two or more operands, as "mul", "max" and "min"
    sp.Mul: "mul",
    sp.Pow: "pow",
    sp.Abs: "abs",
    sp.sign: "sign",
    sp.Max: "max",
    sp.Min: "min",
}


def to_tree(expr: Any, names: Collection[str] = ("x", "y"), operations: Mapping[Any, str] = OPERATIONS) -> Tree:
    """The tree of an expression in x and y; also has ["sqrt", a], for a power of one half.

    Raises TypeError for anything that is not a finite real number, one of `names` or one of `operations`.
    """
    if expr.is_Symbol:
        if expr.name not in names:
            raise TypeError(f"a tree knows x and y, not {expr.name}")
        return expr.name
    if expr.is_number:
        if not (expr.is_real and expr.is_finite):
            raise TypeError(f"a tree holds finite real numbers, not {expr}")
        return float(expr)
    if isinstance(expr, sp.Pow) and expr.exp is sp.S.Half:
        return ["sqrt", to_tree(expr.base, names, operations)]
    if expr.func not in operations:
        raise TypeError(f"a tree has no operation for {expr.func.__name__}")
    return [operations[expr.func], *(to_tree(arg, names, operations) for arg in expr.args)]
