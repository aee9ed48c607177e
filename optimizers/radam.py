"""RAdam: Adam that divides by the mean of squares only once there are enough of them, and then with care.

Source: Liu et al. 2020, arXiv:1908.03265, Algorithm 2. Differs: the paper waits for ρ_t > 4, optax for ρ_t ≥ 5,
PyTorch, as here, for ρ_t > 5, with ε added to the uncorrected root.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.core import Equation, Optimizer, Points, hyper


class RAdamState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    m: Points  # (n, 2) mean of gradients
    v: Points  # (n, 2) mean of squared gradients


@dataclass(frozen=True, kw_only=True)
class RAdam(Optimizer):
    id, name, family = "radam", "RAdam", "adaptive"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size; at first that of plain momentum.")
    beta1: float = hyper(r"\beta_1", 0.9, 0.0, 0.999, help="Memory of the mean.")
    beta2: float = hyper(r"\beta_2", 0.999, 0.0, 0.9999, help="Memory of the squares.")
    eps: float = hyper(r"\epsilon", 1e-8, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")

    def init(self, theta):
        return RAdamState(t=0, m=np.zeros_like(theta), v=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        t = state.t + 1
        g = loss.gradient(theta)
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g**2
        m_hat = m / (1 - self.beta1**t)
        inverse = np.sqrt(1 - self.beta2**t) / (np.sqrt(v) + self.eps)
        rho_inf = 2 / (1 - self.beta2) - 1
        rho_t = rho_inf - 2 * t * self.beta2**t / (1 - self.beta2**t)
        rectify = np.sqrt(rectification(rho_t, rho_inf)) if rho_t > 5 else 0.0
        u = rectify * m_hat * inverse if rho_t > 5 else m_hat
        return theta - lr * u, RAdamState(t, m, v)

    def equations(self, s):
        rho_t = s.rho_inf - 2 * s.t * s.beta2**s.t / (1 - s.beta2**s.t)
        enough = s.rho_t > 5
        rectify = sp.Piecewise((sp.sqrt(rectification(s.rho_t, s.rho_inf)), enough), (0, True))
        u = sp.Piecewise((s.rectify * s.m_hat * s.inverse, enough), (s.m_hat, True))
        inverse = sp.sqrt(1 - s.beta2**s.t) / (sp.sqrt(s.v) + s.eps)
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.m, s.beta1 * s.m_prev + (1 - s.beta1) * s.g, "average the gradients", glyph="vector"),
            Equation(s.v, s.beta2 * s.v_prev + (1 - s.beta2) * s.g**2, "average the squares", glyph="square"),
            Equation(s.m_hat, s.m / (1 - s.beta1**s.t), "undo the start at zero", glyph="vector", of="m"),
            Equation(s.inverse, inverse, "one over their root", glyph="none", of="v"),
            Equation(s.rho_inf, 2 / (1 - s.beta2) - 1, "squares in the average in the end", glyph="scalar"),
            Equation(s.rho_t, rho_t, "squares in the average by now", glyph="scalar"),
            Equation(s.rectify, rectify, "how far to trust so few", glyph="scalar"),
            Equation(s.u, u, "divide, but not before there are five", glyph="vector"),
            Equation(s.theta, s.theta_prev - s.lr * s.u, "step", glyph="point"),
        )


def rectification(rho_t, rho_inf):
    """The paper's r_t squared."""
    return (rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t)
