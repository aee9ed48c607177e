"""Adagrad over a window: only the squares of the last k gradients are summed, so the past is forgotten at once.

Source: Zeiler 2012, arXiv:1212.5701, idea 1: a window, which the paper then replaces by a decaying mean. Differs: no
library has it. It stands between Adagrad (k never reached) and RMSProp.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.algebra import latest, total
from optimizers.core import Array, Equation, Optimizer, hyper


class AdagradWindowState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    window: Array  # (n, 2, k) the last k squared gradients, the newest at the end, 0 before the first


@dataclass(frozen=True, kw_only=True)
class AdagradWindow(Optimizer):
    id, name, family = "adagrad_window", "Adagrad over a window", "adaptive"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 2.0, scale="log", help="Length of the first step in each coordinate.")
    k: int = hyper("k", 10, 1, 100, help="How many gradients are remembered.")
    eps: float = hyper(r"\epsilon", 1e-10, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")

    def init(self, theta):
        return AdagradWindowState(t=0, window=np.zeros((*theta.shape, self.k)))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        window = latest(state.window, g**2)
        r = total(window)
        return theta - lr * g / (np.sqrt(r) + self.eps), AdagradWindowState(state.t + 1, window)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.window, s.latest(s.window_prev, s.g**2, s.k), "keep the last k squares", glyph="none"),
            Equation(s.r, s.total(s.window), "add them up", glyph="square"),
            Equation(s.theta, s.theta_prev - s.lr * s.g / (sp.sqrt(s.r) + s.eps), "step", glyph="point"),
        )
