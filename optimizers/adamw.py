"""AdamW: Adam, with the weights shrunk on their own instead of through the gradient.

Source: Loshchilov & Hutter 2019, arXiv:1711.05101, Algorithm 2. Differs: in the paper the decay is not multiplied by
η; here it is, as in PyTorch and optax, whose usual λ are 0.01 and 0.0001.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.core import Equation, Optimizer, Points, hyper


class AdamWState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    m: Points  # (n, 2) mean of gradients
    v: Points  # (n, 2) mean of squared gradients


@dataclass(frozen=True, kw_only=True)
class AdamW(Optimizer):
    id, name, family = "adamw", "AdamW", "weight decay"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta1: float = hyper(r"\beta_1", 0.9, 0.0, 0.999, help="Memory of the mean.")
    beta2: float = hyper(r"\beta_2", 0.999, 0.0, 0.9999, help="Memory of the squares.")
    eps: float = hyper(r"\epsilon", 1e-8, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")
    weight_decay: float = hyper(r"\lambda", 0.01, 0.0, 2.0, help="How fast the weights shrink by themselves.")

    def init(self, theta):
        return AdamWState(t=0, m=np.zeros_like(theta), v=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        t = state.t + 1
        g = loss.gradient(theta)
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g**2
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        u = m_hat / (np.sqrt(v_hat) + self.eps)
        return theta - lr * (u + self.weight_decay * theta), AdamWState(t, m, v)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.m, s.beta1 * s.m_prev + (1 - s.beta1) * s.g, "average the gradients", glyph="vector"),
            Equation(s.v, s.beta2 * s.v_prev + (1 - s.beta2) * s.g**2, "average the squares", glyph="square"),
            Equation(s.m_hat, s.m / (1 - s.beta1**s.t), "undo the start at zero", glyph="vector", of="m"),
            Equation(s.v_hat, s.v / (1 - s.beta2**s.t), "likewise", glyph="square", of="v"),
            Equation(s.u, s.m_hat / (sp.sqrt(s.v_hat) + s.eps), "Adam's direction", glyph="vector"),
            Equation(s.theta, s.theta_prev - s.lr * (s.u + s.weight_decay * s.theta_prev), "step", glyph="point"),
        )
