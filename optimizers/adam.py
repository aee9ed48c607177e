"""Adam: a running mean of gradients, divided by the root of a running mean of their squares.

Source: Kingma & Ba 2015, arXiv:1412.6980, Algorithm 1. Differs: PyTorch and optax do not; Keras adds ε before the
second mean is corrected.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.core import Equation, Optimizer, Points, hyper


class AdamState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    m: Points  # (n, 2) mean of gradients
    v: Points  # (n, 2) mean of squared gradients


@dataclass(frozen=True, kw_only=True)
class Adam(Optimizer):
    id, name, family = "adam", "Adam", "adaptive"
    variant = ("bias correction", "adam_uncorrected")

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta1: float = hyper(r"\beta_1", 0.9, 0.0, 0.999, help="Memory of the mean.")
    beta2: float = hyper(r"\beta_2", 0.999, 0.0, 0.9999, help="Memory of the squares.")
    eps: float = hyper(r"\epsilon", 1e-8, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")

    def init(self, theta):
        return AdamState(t=0, m=np.zeros_like(theta), v=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        t = state.t + 1
        g = loss.gradient(theta)
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g**2
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return theta - lr * m_hat / (np.sqrt(v_hat) + self.eps), AdamState(t, m, v)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.m, s.beta1 * s.m_prev + (1 - s.beta1) * s.g, "average the gradients", glyph="vector"),
            Equation(s.v, s.beta2 * s.v_prev + (1 - s.beta2) * s.g**2, "average the squares", glyph="square"),
            Equation(s.m_hat, s.m / (1 - s.beta1**s.t), "undo the start at zero", glyph="vector", of="m"),
            Equation(s.v_hat, s.v / (1 - s.beta2**s.t), "likewise", glyph="square", of="v"),
            Equation(s.theta, s.theta_prev - s.lr * s.m_hat / (sp.sqrt(s.v_hat) + s.eps), "step", glyph="point"),
        )
