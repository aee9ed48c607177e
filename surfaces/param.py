"""A parameter of a surface."""

import math
from dataclasses import dataclass
from numbers import Real
from typing import Any

import sympy as sp


@dataclass(frozen=True)
class Param:
    """A number in a formula that the reader may change: declared once, it is also the slider."""

    name: str
    latex: str
    default: float
    low: float
    high: float
    scale: str = "linear"  # or "log"
    help: str = ""

    @property
    def symbol(self) -> sp.Symbol:
        return sp.Symbol(self.name, real=True)

    def check(self, value: Any) -> float:
        """The value as a float; ValueError, in words for the reader, if it is no number from low to high."""
        if isinstance(value, bool) or not isinstance(value, Real):
            raise ValueError(f"{self.name} must be a number, not {value!r}.")
        number: Any = value
        if number != number or abs(number) == math.inf:
            raise ValueError(f"{self.name} must be a finite number, not {number}.")
        if not self.low <= number <= self.high:
            raise ValueError(f"{self.name} must lie between {self.low:g} and {self.high:g}.")
        return float(number)
