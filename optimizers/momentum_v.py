"""Momentum as a velocity: the step itself is remembered, a part of it taken again, and the slope added.

Source: Polyak 1964, USSR Comput. Math. Math. Phys. 4(5), 1; the form of Sutskever et al. 2013, with the rate inside.
Differs: PyTorch and optax keep the rate outside, as in the other form of momentum; v = −ηd as long as the rate is
constant.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizers.core import Equation, Optimizer, Points, hyper


class MomentumVState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    v: Points  # (n, 2) velocity: the last step


@dataclass(frozen=True, kw_only=True)
class MomentumV(Optimizer):
    id, name, family = "momentum_v", "Momentum (velocity form)", "momentum"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta: float = hyper(r"\lambda", 0.9, 0.0, 0.999, help="How much of the last step is taken again.")

    def init(self, theta):
        return MomentumVState(t=0, v=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        v = self.beta * state.v - lr * g
        return theta + v, MomentumVState(state.t + 1, v)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.v, s.beta * s.v_prev - s.lr * s.g, "keep some speed, add the slope", glyph="step"),
            Equation(s.theta, s.theta_prev + s.v, "move with it", glyph="point"),
        )
