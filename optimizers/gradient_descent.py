"""Gradient descent: a step against the slope, as long as the slope is steep.

Source: Cauchy 1847, Comptes rendus 25, 536. Differs: nowhere. On a sampled loss the same rule is called SGD: the
sampling belongs to the loss.
"""

from dataclasses import dataclass
from typing import NamedTuple

from optimizers.core import Equation, Optimizer, hyper


class GradientDescentState(NamedTuple):
    t: int  # updates applied so far, shared by all rows


@dataclass(frozen=True, kw_only=True)
class GradientDescent(Optimizer):
    id, name, family = "gradient_descent", "Gradient descent", "gradient"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 2.0, scale="log", help="Step size: how far to go for a given slope.")

    def init(self, theta):
        return GradientDescentState(t=0)

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        return theta - lr * g, GradientDescentState(state.t + 1)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.theta, s.theta_prev - s.lr * s.g, "step downhill", glyph="point"),
        )
