"""From SymPy expressions to a program. Equal parts are worked out once; whole powers are products."""

import math
from collections.abc import Sequence
from typing import Any

import sympy as sp

from surfaces.formula.functions import Choice, Maximum, Minimum, Modulus, Sign
from surfaces.formula.program import Program
from surfaces.tree import ELEMENTARY

FUNCTIONS = ELEMENTARY | {
    Modulus: "abs",
    Sign: "sign",
    Minimum: "min",
    Maximum: "max",
    Choice: "choice",
}
LONGEST_PRODUCT = 12  # x^12 is still a product


class TooLong(ValueError):
    """A program would have more steps than a program may have."""


def assemble(symbols: Sequence[sp.Expr], expressions: Sequence[sp.Expr], most: int) -> Program:
    """The program of `expressions` in `symbols`. TooLong beyond `most` steps; TypeError for what is no number."""
    return _Assembler(symbols, most).program(expressions)


class _Assembler:
    def __init__(self, symbols: Sequence[sp.Expr], most: int) -> None:
        self.symbols = list(symbols)
        self.most = most
        self.constants: list[float] = []
        self.steps: list[tuple[str, tuple[Any, ...]]] = []
        self.known: dict[Any, Any] = {symbol: ("in", i) for i, symbol in enumerate(self.symbols)}

    def program(self, expressions: Sequence[sp.Expr]) -> Program:
        results = [self.value(one) for one in expressions]
        first = {"in": 0, "constant": len(self.symbols), "step": len(self.symbols) + len(self.constants)}

        def number(place: tuple[str, int]) -> int:
            return first[place[0]] + place[1]

        steps = tuple((name, tuple(map(number, of))) for name, of in self.steps)
        return Program(len(self.symbols), tuple(self.constants), steps, tuple(map(number, results)))

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
        key = (name, of)
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
        if exponent is sp.S.Half:
            return self.step("sqrt", self.value(base))
        if exponent.is_Rational and exponent < 0:
            return self.step("div", self.constant(1.0), self.value(base**-exponent))
        if exponent.is_Integer and exponent <= LONGEST_PRODUCT:
            return self.multiplied(self.value(base), int(exponent))
        if exponent.is_Rational and exponent.q == 2 and exponent <= LONGEST_PRODUCT:
            whole = self.value(base ** sp.Integer(exponent.p // 2))
            return self.step("mul", whole, self.step("sqrt", self.value(base)))
        return self.step("pow", self.value(base), self.value(exponent))

    def multiplied(self, base: Any, times: int) -> Any:
        result = base
        for _ in range(times - 1):
            result = self.step("mul", result, base)
        return result


def _is_divisor(factor: Any) -> bool:
    return factor.is_Pow and factor.exp.is_Rational and factor.exp < 0 and not factor.is_number
