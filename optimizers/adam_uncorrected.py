"""Adam without bias correction: both means start at zero, and nothing makes up for it.

Source: Kingma & Ba 2015, arXiv:1412.6980, Algorithm 1 without its correction, which section 3 explains. Differs:
PyTorch and optax always correct. With their β₁ and β₂ the first step is 3.16 times too long here.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.core import Equation, Optimizer, Points, hyper


class AdamUncorrectedState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    m: Points  # (n, 2) mean of gradients, too small at first
    v: Points  # (n, 2) mean of squared gradients, too small at first


@dataclass(frozen=True, kw_only=True)
class AdamUncorrected(Optimizer):
    id, name, family = "adam_uncorrected", "Adam without bias correction", "adaptive"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta1: float = hyper(r"\beta_1", 0.9, 0.0, 0.999, help="Memory of the mean.")
    beta2: float = hyper(r"\beta_2", 0.999, 0.0, 0.9999, help="Memory of the squares.")
    eps: float = hyper(r"\epsilon", 1e-8, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")

    def init(self, theta):
        return AdamUncorrectedState(t=0, m=np.zeros_like(theta), v=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g**2
        return theta - lr * m / (np.sqrt(v) + self.eps), AdamUncorrectedState(state.t + 1, m, v)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.m, s.beta1 * s.m_prev + (1 - s.beta1) * s.g, "average the gradients", glyph="vector"),
            Equation(s.v, s.beta2 * s.v_prev + (1 - s.beta2) * s.g**2, "average the squares", glyph="square"),
            Equation(s.theta, s.theta_prev - s.lr * s.m / (sp.sqrt(s.v) + s.eps), "step", glyph="point"),
        )
