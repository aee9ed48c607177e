"""Nesterov momentum by differences: momentum, plus the change of the slope since the last update.

Source: rewritten from Nesterov 1983, Soviet Math. Dokl. 27(2), 372, for the look-ahead points θ − ηβd, which this rule
walks. Differs: PyTorch and optax walk the same points, written as η(g + βd) without the difference. At a constant rate
this is an identity, not an approximation.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizers.core import Equation, Optimizer, Points, hyper


class NesterovDifferenceState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    d: Points  # (n, 2) decaying sum of gradients and their changes
    g: Points  # (n, 2) the gradient of the last update, 0 before the first


@dataclass(frozen=True, kw_only=True)
class NesterovDifference(Optimizer):
    id, name, family = "nesterov_difference", "Nesterov momentum (difference form)", "momentum"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta: float = hyper(r"\beta", 0.9, 0.0, 0.999, help="How much of the past is kept, and weight of the change.")

    def init(self, theta):
        return NesterovDifferenceState(t=0, d=np.zeros_like(theta), g=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        change = g - state.g
        d = self.beta * state.d + g + self.beta * change
        return theta - lr * d, NesterovDifferenceState(state.t + 1, d, g)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.change, s.g - s.g_prev, "how it has changed: what curvature does", glyph="vector"),
            Equation(s.d, s.beta * s.d_prev + s.g + s.beta * s.change, "expect it to go on", glyph="vector"),
            Equation(s.theta, s.theta_prev - s.lr * s.d, "step", glyph="point"),
        )
