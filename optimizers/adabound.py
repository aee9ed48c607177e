"""AdaBound: Adam, with each coordinate's rate held between two bounds that close in on one value.

Source: Luo et al. 2019, arXiv:1902.09843, Algorithm 2 in the form of the authors' code. Differs: the paper divides the
rate by √t and does not correct the means; the authors' code, as here, the other way round. PyTorch and optax do not
have it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.core import Equation, Optimizer, Points, hyper


class AdaBoundState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    m: Points  # (n, 2) mean of gradients
    v: Points  # (n, 2) mean of squared gradients


@dataclass(frozen=True, kw_only=True)
class AdaBound(Optimizer):
    id, name, family = "adabound", "AdaBound", "adaptive"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size at first.")
    beta1: float = hyper(r"\beta_1", 0.9, 0.0, 0.999, help="Memory of the mean.")
    beta2: float = hyper(r"\beta_2", 0.999, 0.0, 0.9999, help="Memory of the squares.")
    eps: float = hyper(r"\epsilon", 1e-8, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")
    final_lr: float = hyper(r"\eta_{\infty}", 0.1, 1e-4, 1.0, scale="log", help="Rate in the end, as in SGD.")
    gamma: float = hyper(r"\gamma", 1e-3, 1e-4, 1.0, scale="log", help="How fast the bounds close in.")

    def init(self, theta):
        zero = np.zeros_like(theta)
        return AdaBoundState(t=0, m=zero, v=zero)

    def step(self, theta, loss, state, lr):
        t = state.t + 1
        g = loss.gradient(theta)
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g**2
        final = self.final_lr * lr / self.lr
        lower = final * (1 - 1 / (self.gamma * t + 1))
        upper = final * (1 + 1 / (self.gamma * t))
        rate = lr * np.sqrt(1 - self.beta2**t) / ((1 - self.beta1**t) * (np.sqrt(v) + self.eps))
        bounded = np.minimum(np.maximum(rate, lower), upper)
        return theta - bounded * m, AdaBoundState(t, m, v)

    def equations(self, s):
        rate = s.lr * sp.sqrt(1 - s.beta2**s.t) / ((1 - s.beta1**s.t) * (sp.sqrt(s.v) + s.eps))
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.m, s.beta1 * s.m_prev + (1 - s.beta1) * s.g, "average the gradients", glyph="vector"),
            Equation(s.v, s.beta2 * s.v_prev + (1 - s.beta2) * s.g**2, "average the squares", glyph="square"),
            Equation(s.final, s.final_lr * s.lr / s.base_lr, "the final rate, on schedule", glyph="scalar"),
            Equation(s.lower, s.final * (1 - 1 / (s.gamma * s.t + 1)), "lower bound, rising to it", glyph="scalar"),
            Equation(s.upper, s.final * (1 + 1 / (s.gamma * s.t)), "upper bound, falling to it", glyph="scalar"),
            Equation(s.rate, rate, "Adam's rate for each coordinate", glyph="none"),
            Equation(s.bounded, sp.Min(sp.Max(s.rate, s.lower), s.upper), "held between the bounds", glyph="none"),
            Equation(s.theta, s.theta_prev - s.bounded * s.m, "step", glyph="point"),
        )
