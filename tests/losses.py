"""Tiny losses for the tests of the optimizers: a formula in x and y, differentiated by SymPy."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp

x, y = sp.symbols("x y", real=True)


@dataclass(frozen=True)
class FormulaLoss:
    """A Loss given by its formula."""

    formula: str

    @cached_property
    def _functions(self):
        f = sp.parse_expr(self.formula, local_dict={"x": x, "y": y})
        parts = [f, *(f.diff(a) for a in (x, y)), *(f.diff(a, b) for a in (x, y) for b in (x, y))]
        return [sp.lambdify((x, y), part, "numpy") for part in parts]

    @cached_property
    def scalar(self):
        """(x, y) -> value, the two first, the four second derivatives, in Python floats."""
        f = sp.parse_expr(self.formula, local_dict={"x": x, "y": y})
        parts = [f, *(f.diff(a) for a in (x, y)), *(f.diff(a, b) for a in (x, y) for b in (x, y))]
        return sp.lambdify((x, y), parts, "math")

    def scalar_gradient(self, at_x, at_y):
        return self.scalar(at_x, at_y)[1:3]

    def _stack(self, first, last, theta):
        columns = [np.broadcast_to(f(theta[:, 0], theta[:, 1]), len(theta)) for f in self._functions[first:last]]
        return np.stack(columns, axis=1).astype(float)

    def value(self, theta):
        return self._stack(0, 1, theta)[:, 0]

    def gradient(self, theta):
        return self._stack(1, 3, theta)

    def hessian(self, theta):
        return self._stack(3, 7, theta).reshape(-1, 2, 2)

    def at(self, t):
        return self


BOWL = FormulaLoss("(x**2 + y**2)/2")
RAVINE = FormulaLoss("(x**2 + 20*y**2)/2")
ROSENBROCK = FormulaLoss("(1 - x)**2 + 100*(y - x**2)**2")
HIMMELBLAU = FormulaLoss("(x**2 + y - 11)**2 + (x + y**2 - 7)**2")
SADDLE = FormulaLoss("x**2 - y**2")
GENTLE = FormulaLoss("sqrt(1 + x**2) + sqrt(1 + 4*y**2) + sin(x + 2*y)/2")  # slopes below 4 everywhere
CONVEX = FormulaLoss("sqrt(1 + x**2) + sqrt(1 + 4*y**2) + (x**2 + x*y + y**2)/4")
FLAT = FormulaLoss("0*x + 3")


@dataclass(frozen=True)
class NoisyLoss:
    """A loss whose gradient is only to be had through at(t), with the noise of that update in it."""

    base: FormulaLoss
    sigma: float

    def value(self, theta):
        return self.base.value(theta)

    def gradient(self, theta):
        raise AssertionError("the gradient of an update is that of loss.at(t)")

    hessian = gradient

    def at(self, t):
        return Drawn(self.base, self.sigma * np.random.default_rng(t).standard_normal((1, 2)))


@dataclass(frozen=True, eq=False)
class Drawn:
    """One update's loss: a slope has been added."""

    base: FormulaLoss
    slope: np.ndarray  # (1, 2)

    def value(self, theta):
        return self.base.value(theta) + theta @ self.slope[0]

    def gradient(self, theta):
        return self.base.gradient(theta) + self.slope

    def hessian(self, theta):
        return self.base.hessian(theta)

    def at(self, t):
        raise AssertionError("an update draws its loss once")
