"""Nesterov momentum: momentum that looks at the slope where it is about to be.

Source: Nesterov 1983, Soviet Math. Dokl. 27(2), 372; in the form of Sutskever et al. 2013 with the rate outside.
Differs: PyTorch and optax walk the look-ahead points θ − ηβd instead, as the difference form does.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizers.core import Equation, Optimizer, Points, hyper


class NesterovState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    d: Points  # (n, 2) decaying sum of gradients


@dataclass(frozen=True, kw_only=True)
class Nesterov(Optimizer):
    id, name, family = "nesterov", "Nesterov momentum", "momentum"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta: float = hyper(r"\beta", 0.9, 0.0, 0.999, help="How much of the past is kept, and how far to look ahead.")

    def init(self, theta):
        return NesterovState(t=0, d=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        ahead = theta - lr * self.beta * state.d
        g = loss.gradient(ahead)
        d = self.beta * state.d + g
        return theta - lr * d, NesterovState(state.t + 1, d)

    def equations(self, s):
        ahead = s.theta_prev - s.lr * s.beta * s.d_prev
        return (
            Equation(s.ahead, ahead, "where the past alone would lead", glyph="ghost"),
            Equation(s.g, s.grad(s.ahead), "the slope there", glyph="vector", at="ahead"),
            Equation(s.d, s.beta * s.d_prev + s.g, "keep some of the past, add that slope", glyph="vector"),
            Equation(s.theta, s.theta_prev - s.lr * s.d, "step from here", glyph="point"),
        )
