"""RMSProp: the gradient divided by the root of a running mean of its squares, coordinate by coordinate.

Source: Tieleman & Hinton 2012, Neural Networks for Machine Learning (Coursera), lecture 6.5. Differs: the lecture and
optax have ρ = 0.9, as here, PyTorch 0.99. ε stands outside the root, as in PyTorch; optax has it inside.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.core import Equation, Optimizer, Points, hyper


class RMSPropState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    v: Points  # (n, 2) mean of squared gradients


@dataclass(frozen=True, kw_only=True)
class RMSProp(Optimizer):
    id, name, family = "rmsprop", "RMSProp", "adaptive"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    rho: float = hyper(r"\rho", 0.9, 0.0, 0.9999, help="Memory of the squares.")
    eps: float = hyper(r"\epsilon", 1e-8, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")

    def init(self, theta):
        return RMSPropState(t=0, v=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        v = self.rho * state.v + (1 - self.rho) * g**2
        return theta - lr * g / (np.sqrt(v) + self.eps), RMSPropState(state.t + 1, v)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.v, s.rho * s.v_prev + (1 - s.rho) * s.g**2, "average the squares", glyph="square"),
            Equation(s.theta, s.theta_prev - s.lr * s.g / (sp.sqrt(s.v) + s.eps), "step", glyph="point"),
        )
