"""LaTeX read as a human reads it, and worked out: by the rules of textbooks, and with nothing of the project's.

Side by side is a product; a bar is a quotient; sin² of a parenthesis is the square of the sine; a minus in front
belongs to the whole product. What a human could read in two ways, such as two numbers side by side, is an error.
"""

import math
import re
from typing import Any

TOKEN = re.compile(
    r"\\left|\\right|\\begin\{[a-z]+\}|\\end\{[a-z]+\}|\\operatorname\{[a-z]+\}|\\\\|\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\S"
)
FUNCTIONS: dict[str, Any] = {
    r"\sin": math.sin, r"\cos": math.cos, r"\tan": math.tan, r"\ln": math.log, r"\sinh": math.sinh, r"\cosh": math.cosh,
    r"\tanh": math.tanh, r"\arcsin": math.asin, r"\arccos": math.acos, r"\arctan": math.atan,
    r"\operatorname{sign}": lambda u: float((u > 0) - (u < 0)), r"\max": max, r"\min": min,
}  # fmt: skip


class Unclear(ValueError):
    """A human would have to ask."""


class Human:
    def __init__(self, latex: str, values: dict[str, float]) -> None:
        self.tokens = [*(one for one in TOKEN.findall(latex) if one not in (r"\,", "\\ ")), "end"]
        self.values = {**values, "e": math.e, r"\pi": math.pi}
        self.at = 0

    @property
    def here(self) -> str:
        return self.tokens[self.at]

    def take(self, wanted: str | None = None) -> str:
        if wanted is not None and self.here != wanted:
            raise Unclear(f"{wanted} expected, {self.here} found in {' '.join(self.tokens)}")
        self.at += 1
        return self.tokens[self.at - 1]

    def is_next(self, *tokens: str) -> bool:
        return tuple(self.tokens[self.at : self.at + len(tokens)]) == tokens

    def sum(self) -> float:
        total = self.term()
        while self.here in "+-":
            total += self.term()
        return total

    def term(self) -> float:
        sign = -1.0 if self.here == "-" else 1.0
        if self.here in "+-":
            self.take()
        product, last = self.power(), "x"
        while True:
            if self.here == r"\cdot":
                self.take()
                product *= -self.power() if self.here == "-" and self.take() else self.power()
            elif self.starts():
                if self.here[0].isdigit() and last[0].isdigit():
                    raise Unclear("two numbers side by side")
                last = self.here
                product *= self.power()
            else:
                return sign * product

    def starts(self) -> bool:
        if self.here[0].isdigit() or self.here in self.values or self.here in FUNCTIONS or self.here == "{":
            return True
        return (
            self.here in (r"\frac", r"\sqrt", r"\begin{cases}")
            or self.is_next(r"\left", "(")
            or self.is_next(r"\left", "|")
        )

    def power(self) -> float:
        function = self.here in FUNCTIONS
        base = self.call() if function else self.atom()
        if self.here == "^":
            if function:
                raise Unclear("is the argument raised, or the function?")
            self.take()
            base = raised(base, self.group())
        return base

    def group(self) -> float:
        self.take("{")
        value = self.sum()
        self.take("}")
        return value

    def call(self) -> float:
        function = FUNCTIONS[self.take()]
        power = None
        if self.here == "^":
            self.take()
            power = self.group()
        braces = self.here == "{"
        if braces:
            self.take()
        self.take(r"\left")
        self.take("(")
        arguments = [self.sum()]
        while self.here == ",":
            self.take()
            arguments.append(self.sum())
        self.take(r"\right")
        self.take(")")
        if braces:
            self.take("}")
        value = function(*arguments)
        if power == -1:
            raise Unclear("the inverse, or one over it?")
        return value if power is None else raised(value, power)

    def atom(self) -> float:
        token = self.take()
        if token[0].isdigit():
            return float(token)
        if token in self.values:
            return self.values[token]
        if token == "{":
            self.at -= 1
            return self.group()
        if token == r"\frac":
            above = self.group()
            below = self.group()
            return above / below
        if token == r"\sqrt":
            root = 2.0
            if self.here == "[":
                self.take()
                root = float(self.take())
                self.take("]")
            return raised(self.group(), 1 / root)
        if token == r"\left":
            bar = self.take() == "|"
            value = self.sum()
            self.take(r"\right")
            self.take("|" if bar else ")")
            return abs(value) if bar else value
        if token == r"\begin{cases}":
            return self.cases()
        raise Unclear(f"{token} in {' '.join(self.tokens)}")

    def cases(self) -> float:
        first = self.sum()
        self.take("&")
        left = self.sum()
        self.take(r"\geq")
        right = self.sum()
        self.take(r"\\")
        second = self.sum()
        self.take("&")
        self.sum()
        self.take("<")
        self.sum()
        self.take(r"\end{cases}")
        return first if left >= right else second

    def matrix(self) -> list[list[float]]:
        self.take(r"\begin{pmatrix}")
        rows = [[self.sum()]]
        while self.here in ("&", r"\\"):
            if self.take() == "&":
                rows[-1].append(self.sum())
            else:
                rows.append([self.sum()])
        self.take(r"\end{pmatrix}")
        return rows


def raised(base: float, exponent: float) -> float:
    result = base**exponent
    if isinstance(result, complex):
        raise ValueError("not a real number")
    return result


def worked_out(latex: str, **values: float) -> float:
    """The value of a formula; NaN where a part of it has none."""
    human = Human(latex, values)
    try:
        value = human.sum()
    except Unclear:
        raise
    except (ValueError, ZeroDivisionError):
        return math.nan
    human.take("end")
    return value


def matrix(latex: str, **values: float) -> list[list[float]]:
    """The values in a matrix."""
    human = Human(latex, values)
    rows = human.matrix()
    human.take("end")
    return rows
