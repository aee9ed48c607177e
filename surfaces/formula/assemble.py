"""From a formula as it was typed, and from SymPy's derivatives of it, to a program. Equal parts are worked out once;
whole powers are products.

SymPy takes exp(2 ln(x)) for x², which has a value where the formula has none. So the value is worked out as typed, and
whatever a program is of, it is NaN where a part of the formula is not defined.
"""

import math
from collections.abc import Sequence
from functools import reduce
from typing import Any

import sympy as sp

from surfaces.formula.build import SYMBOLS
from surfaces.formula.check import constant, is_constant
from surfaces.formula.functions import Choice, Maximum, Minimum, Modulus, Power, Sign
from surfaces.formula.nodes import Call, Minus, Name, Node, Operation, parts
from surfaces.formula.program import Program
from surfaces.tree import ELEMENTARY, Tree

FUNCTIONS = ELEMENTARY | {
    Modulus: "abs",
    Sign: "sign",
    Minimum: "min",
    Maximum: "max",
    Choice: "choice",
}
ARITHMETIC = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
PARTIAL = {"log", "sqrt", "asin", "acos"}  # functions that are not defined everywhere
EITHER = {"add", "mul"}  # the order of the two makes no difference
LONGEST_PRODUCT = 12  # x^12 is still a product


class TooLong(ValueError):
    """A program would have more steps than a program may have."""


def assemble(
    symbols: Sequence[sp.Expr], results: Sequence[Node | sp.Expr], most: int, typed: Node | None = None
) -> Program:
    """The program of `results` in `symbols`, each NaN where a part of the formula `typed` is not defined.

    TooLong beyond `most` steps; TypeError for what is no number.
    """
    return _Assembler(symbols, most).program(results, typed)


def tree(node: Node) -> Tree:
    """The formula as typed, for a browser: see `surfaces.tree`. Also has ["div", a, b]."""
    match node:
        case _ if is_constant(node):
            return constant(node, "")
        case Name(name):
            return name
        case Minus(of):
            return ["mul", -1.0, tree(of)]
        case Call(function, arguments):
            return [function, *map(tree, arguments)]
        case Operation("^", Name("e"), right):
            return ["exp", tree(right)]
        case Operation("-", left, right):
            return ["add", tree(left), ["mul", -1.0, tree(right)]]
        case Operation(sign, left, right):
            return [(ARITHMETIC | {"^": "pow"})[sign], tree(left), tree(right)]
    raise TypeError(node)


class _Assembler:
    def __init__(self, symbols: Sequence[sp.Expr], most: int) -> None:
        self.symbols = list(symbols)
        self.most = most
        self.constants: list[float] = []
        self.steps: list[tuple[str, tuple[Any, ...]]] = []
        self.known: dict[Any, Any] = {symbol: ("in", i) for i, symbol in enumerate(self.symbols)}

    def program(self, wanted: Sequence[Node | sp.Expr], typed: Node | None) -> Program:
        results = [self.typed(one) if isinstance(one, Node) else self.value(one) for one in wanted]
        if undefined := [self.typed(part) for part in _partial(typed)] if typed else []:
            total = reduce(lambda one, other: self.step("add", one, other), dict.fromkeys(undefined))
            nothing = self.step("mul", self.constant(0.0), total)  # NaN where one of them is no finite number
            results = [self.step("add", one, nothing) for one in results]
        first = {"in": 0, "constant": len(self.symbols), "step": len(self.symbols) + len(self.constants)}

        def number(place: tuple[str, int]) -> int:
            return first[place[0]] + place[1]

        steps = tuple((name, tuple(map(number, of))) for name, of in self.steps)
        return Program(len(self.symbols), tuple(self.constants), steps, tuple(map(number, results)))

    def typed(self, node: Node) -> Any:
        """Where the value of a part of the formula stands, worked out as it was typed."""
        if is_constant(node):
            return self.constant(constant(node, ""))
        match node:
            case Name(name):
                return self.known[SYMBOLS[name]]
            case Minus(of):
                return self.step("neg", self.typed(of))
            case Call(function, arguments):
                return self.step(function, *map(self.typed, arguments))
            case Operation("^", left, right):
                return self.typed_power(left, right)
            case Operation(sign, left, right):
                return self.step(ARITHMETIC[sign], self.typed(left), self.typed(right))
        raise TypeError(node)

    def typed_power(self, left: Node, right: Node) -> Any:
        base = self.typed(left)
        if is_constant(right):
            return self.raised(base, constant(right, ""))
        if isinstance(left, Name) and left.name == "e":
            return self.step("exp", self.typed(right))
        return self.step("pow", base, self.typed(right))

    def value(self, expr: Any) -> Any:
        """Where the value of an expression stands, once it is worked out."""
        if expr not in self.known:
            self.known[expr] = self.constant(float(expr)) if expr.is_number else self.work_out(expr)
        return self.known[expr]

    def constant(self, number: float) -> Any:
        if not math.isfinite(number):
            raise TypeError("a program has finite constants")
        if number not in self.constants:
            self.constants.append(number)
        return "constant", self.constants.index(number)

    def step(self, name: str, *of: Any) -> Any:
        key = (name, tuple(sorted(of)) if name in EITHER else of)
        if key not in self.known:
            if len(self.steps) >= self.most:
                raise TooLong(f"more than {self.most} operations")
            self.steps.append((name, of))
            self.known[key] = ("step", len(self.steps) - 1)
        return self.known[key]

    def work_out(self, expr: Any) -> Any:
        if expr.is_Add:
            return self.sum(expr.args)
        if expr.is_Mul:
            return self.product(expr)
        if expr.is_Pow:
            return self.power(*expr.args)
        if expr.func is Power:
            return self.derivative_of_power(*expr.args)
        if expr.func in FUNCTIONS:
            return self.step(FUNCTIONS[expr.func], *map(self.value, expr.args))
        raise TypeError(f"a program has no operation for {expr.func.__name__}")

    def sum(self, terms: Sequence[Any]) -> Any:
        plus = [term for term in terms if not term.could_extract_minus_sign()]
        minus = [-term for term in terms if term.could_extract_minus_sign()]
        total = self.fold("add", plus) if plus else self.step("neg", self.value(minus.pop(0)))
        for term in minus:
            total = self.step("sub", total, self.value(term))
        return total

    def product(self, expr: Any) -> Any:
        if expr.args[0] is sp.S.NegativeOne:
            return self.step("neg", self.value(-expr))
        above = [factor for factor in expr.args if not _is_divisor(factor)]
        below = [1 / factor for factor in expr.args if _is_divisor(factor)]
        top = self.fold("mul", above) if above else self.constant(1.0)
        return self.step("div", top, self.fold("mul", below)) if below else top

    def fold(self, name: str, parts: Sequence[Any]) -> Any:
        first, *others = map(self.value, parts)
        for other in others:
            first = self.step(name, first, other)
        return first

    def power(self, base: Any, exponent: Any) -> Any:
        if base is sp.E:
            return self.step("exp", self.value(exponent))
        if exponent.is_Rational:
            return self.raised(self.value(base), float(exponent))
        return self.step("pow", self.value(base), self.value(exponent))

    def derivative_of_power(self, base: Any, exponent: Any, times: Any) -> Any:
        """See `Power`. Where the factor is 0 it is 0, even of a base of 0: the third derivative of x^a for a = 2."""
        power = self.step("pow", self.value(base), self.value(exponent - times))
        return self.step("times", self.value(sp.ff(exponent, times)), power) if times else power

    def raised(self, base: Any, exponent: float) -> Any:
        """A power with a number as exponent."""
        if exponent < 0:
            return self.step("div", self.constant(1.0), self.raised(base, -exponent))
        if exponent == 0:
            return self.constant(1.0)
        if exponent == 0.5:
            return self.step("sqrt", base)
        if not (2 * exponent).is_integer() or exponent > LONGEST_PRODUCT:
            return self.step("pow", base, self.constant(exponent))
        if exponent.is_integer():
            return self.multiplied(base, int(exponent))
        return self.step("mul", self.raised(base, exponent - 0.5), self.step("sqrt", base))

    def multiplied(self, base: Any, times: int) -> Any:
        result = base
        for _ in range(times - 1):
            result = self.step("mul", result, base)
        return result


def _partial(node: Node) -> list[Node]:
    """The parts of a formula that are not defined wherever what they are made of is."""
    if is_constant(node):
        return []
    below = [one for part in parts(node) for one in _partial(part)]
    return below if _total(node) else [*below, node]


def _total(node: Node) -> bool:
    match node:
        case Call(function, _):
            return function not in PARTIAL
        case Operation("/", _, right):
            return is_constant(right)
        case Operation("^", _, right) if is_constant(right):
            power = constant(right, "")
            return power.is_integer() and power >= 0
        case Operation("^", left, _):
            return is_constant(left) and constant(left, "") > 0
    return True


def _is_divisor(factor: Any) -> bool:
    return factor.is_Pow and factor.exp.is_Rational and factor.exp < 0 and not factor.is_number
