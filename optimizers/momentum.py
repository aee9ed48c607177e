"""Momentum: a decaying sum of all gradients so far, so that the ball keeps rolling.

Source: Polyak 1964, USSR Comput. Math. Math. Phys. 4(5), 1; the form of Sutskever et al. 2013 with the rate outside.
Differs: nowhere, PyTorch and optax have this form. With v = −ηd it is the form v = βv − ηg, as long as the rate is
constant.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizers.core import Equation, Optimizer, Points, hyper


class MomentumState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    d: Points  # (n, 2) decaying sum of gradients


@dataclass(frozen=True, kw_only=True)
class Momentum(Optimizer):
    id, name, family = "momentum", "Momentum", "momentum"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta: float = hyper(r"\beta", 0.9, 0.0, 0.999, help="How much of the past is kept: about 1/(1 − β) gradients.")

    def init(self, theta):
        return MomentumState(t=0, d=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        d = self.beta * state.d + g
        return theta - lr * d, MomentumState(state.t + 1, d)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.d, s.beta * s.d_prev + s.g, "keep some of the past, add the slope", glyph="vector"),
            Equation(s.theta, s.theta_prev - s.lr * s.d, "step", glyph="point"),
        )
