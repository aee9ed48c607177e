"""SAM, sharpness-aware minimization: step by the slope found a little uphill, which a sharp minimum betrays.

Source: Foret et al. 2021, arXiv:2010.01412. Differs: nowhere in the rule. Where the slope is exactly 0 there is no
uphill, and the slope is taken on the spot; other code adds a small number to the divisor.
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from optimizers.algebra import unit
from optimizers.core import Equation, Loss, Optimizer, State, hyper
from optimizers.gradient_descent import GradientDescent


@dataclass(frozen=True)
class Uphill:
    """A loss as seen from the point rho further uphill; how that point itself moves with theta is not counted."""

    loss: Loss
    rho: float

    def worst(self, theta):
        return theta + self.rho * unit(self.loss.gradient(theta))

    def value(self, theta):
        return self.loss.value(self.worst(theta))

    def gradient(self, theta):
        return self.loss.gradient(self.worst(theta))

    def hessian(self, theta):
        return self.loss.hessian(self.worst(theta))

    def at(self, t):
        return Uphill(self.loss.at(t), self.rho)


class SAMState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    inner: State  # of the inner optimizer


@dataclass(frozen=True, kw_only=True)
class SAM(Optimizer):
    id, name, family = "sam", "SAM", "wrapper"

    inner: Optimizer = field(default=GradientDescent())
    rho: float = hyper(r"\rho", 0.05, 0.0, 1.0, help="How far uphill to look.")

    @property
    def lr(self) -> float:
        """The inner optimizer's."""
        return self.inner.lr

    def init(self, theta):
        return SAMState(t=0, inner=self.inner.init(theta))

    def step(self, theta, loss, state, lr):
        theta, inner = self.inner.step(theta, Uphill(loss, self.rho), state.inner, lr)
        return theta, SAMState(state.t + 1, inner)

    def equations(self, s):
        asked = []  # the points at which the inner optimizer asks

        def worst(theta):
            return theta + s.rho * s.unit(s.grad(theta))

        def seen(function):
            def of(theta):
                asked.append(theta)
                return function(worst(theta))

            return of

        lines = s.lines_of(self.inner, theta=s.theta, grad=seen(s.grad), hess=seen(s.hess), value=seen(s.value))
        first, point = next((i, p) for i, line in enumerate(lines) for p in asked if line.rhs.has(worst(p)))
        climb = Equation(s.worst, worst(point), "the worst point nearby", glyph="ghost")
        lines = tuple(
            replace(line, rhs=line.rhs.xreplace({worst(point): s.worst}), at="worst")
            if line.rhs.has(worst(point))
            else line
            for line in lines
        )
        return (*lines[:first], climb, *lines[first:])
