"""NAdam: Adam that already takes the next update's share of momentum, as Nesterov does.

Source: Dozat 2016, ICLR workshop, "Incorporating Nesterov Momentum into Adam". Differs: PyTorch, as here, lets the
momentum grow as in the paper (γ is its momentum_decay); optax keeps it constant.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.core import Equation, Optimizer, Points, hyper


class NAdamState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    product: float  # of all momenta so far, shared by all rows
    m: Points  # (n, 2) mean of gradients
    v: Points  # (n, 2) mean of squared gradients


@dataclass(frozen=True, kw_only=True)
class NAdam(Optimizer):
    id, name, family = "nadam", "NAdam", "adaptive"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta1: float = hyper(r"\beta_1", 0.9, 0.0, 0.999, help="Memory of the mean.")
    beta2: float = hyper(r"\beta_2", 0.999, 0.0, 0.9999, help="Memory of the squares.")
    eps: float = hyper(r"\epsilon", 1e-8, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")
    gamma: float = hyper(r"\gamma", 0.004, 0.0, 0.1, help="How fast the momentum grows from half to all of β₁.")

    def init(self, theta):
        return NAdamState(t=0, product=1.0, m=np.zeros_like(theta), v=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        t = state.t + 1
        g = loss.gradient(theta)
        mu = self.beta1 * (1 - 0.5 * 0.96 ** (t * self.gamma))
        mu_next = self.beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * self.gamma))
        product = state.product * mu
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g**2
        m_hat = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
        v_hat = v / (1 - self.beta2**t)
        return theta - lr * m_hat / (np.sqrt(v_hat) + self.eps), NAdamState(t, product, m, v)

    def equations(self, s):
        m_hat = s.mu_next * s.m / (1 - s.product * s.mu_next) + (1 - s.mu) * s.g / (1 - s.product)
        mu_next = s.beta1 * (1 - 0.5 * 0.96 ** ((s.t + 1) * s.gamma))
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.mu, s.beta1 * (1 - 0.5 * 0.96 ** (s.t * s.gamma)), "momentum now", glyph="scalar"),
            Equation(s.mu_next, mu_next, "momentum of the next update", glyph="scalar"),
            Equation(s.product, s.product_prev * s.mu, "all momenta multiplied", glyph="scalar"),
            Equation(s.m, s.beta1 * s.m_prev + (1 - s.beta1) * s.g, "average the gradients", glyph="vector"),
            Equation(s.v, s.beta2 * s.v_prev + (1 - s.beta2) * s.g**2, "average the squares", glyph="square"),
            Equation(s.m_hat, m_hat, "look one update ahead", glyph="vector", of="m"),
            Equation(s.v_hat, s.v / (1 - s.beta2**s.t), "undo the start at zero", glyph="square", of="v"),
            Equation(s.theta, s.theta_prev - s.lr * s.m_hat / (sp.sqrt(s.v_hat) + s.eps), "step", glyph="point"),
        )
