"""Adagrad: each coordinate's step is divided by the root of the sum of all its squared gradients.

Source: Duchi, Hazan & Singer 2011, JMLR 12, 2121, the diagonal form. Differs: optax starts the sum at 0.1, with ε =
1e-7 inside the root; here, as in PyTorch, it starts at 0, with ε outside.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.core import Equation, Optimizer, Points, hyper


class AdagradState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    r: Points  # (n, 2) sum of squared gradients


@dataclass(frozen=True, kw_only=True)
class Adagrad(Optimizer):
    id, name, family = "adagrad", "Adagrad", "adaptive"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 2.0, scale="log", help="Length of the first step in each coordinate.")
    eps: float = hyper(r"\epsilon", 1e-10, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")

    def init(self, theta):
        return AdagradState(t=0, r=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        r = state.r + g**2
        return theta - lr * g / (np.sqrt(r) + self.eps), AdagradState(state.t + 1, r)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.r, s.r_prev + s.g**2, "add its squares to all before", glyph="square"),
            Equation(s.theta, s.theta_prev - s.lr * s.g / (sp.sqrt(s.r) + s.eps), "step", glyph="point"),
        )
