"""Adadelta: the gradient divided by its own recent size and multiplied by the recent size of the steps.

Source: Zeiler 2012, arXiv:1212.5701, Algorithm 1. Differs: the paper has no rate, which is η = 1 here; PyTorch and
optax have the same rule with ρ = 0.9.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.core import Equation, Optimizer, Points, hyper


class AdadeltaState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    v: Points  # (n, 2) mean of squared gradients
    u: Points  # (n, 2) mean of squared steps (before lr)


@dataclass(frozen=True, kw_only=True)
class Adadelta(Optimizer):
    id, name, family = "adadelta", "Adadelta", "adaptive"

    lr: float = hyper(r"\eta", 1.0, 1e-2, 100.0, scale="log", help="Factor on the step; the paper's rule has 1.")
    rho: float = hyper(r"\rho", 0.9, 0.0, 0.9999, help="Memory of the squares.")
    eps: float = hyper(r"\epsilon", 1e-6, 1e-12, 0.1, scale="log", help="Sets off the first step, from rest.")

    def init(self, theta):
        return AdadeltaState(t=0, v=np.zeros_like(theta), u=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        v = self.rho * state.v + (1 - self.rho) * g**2
        delta = np.sqrt(state.u + self.eps) / np.sqrt(v + self.eps) * g
        u = self.rho * state.u + (1 - self.rho) * delta**2
        return theta - lr * delta, AdadeltaState(state.t + 1, v, u)

    def equations(self, s):
        delta = sp.sqrt(s.u_prev + s.eps) / sp.sqrt(s.v + s.eps) * s.g
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.v, s.rho * s.v_prev + (1 - s.rho) * s.g**2, "average the squares", glyph="square"),
            Equation(s.delta, delta, "as long as the steps of late", glyph="step"),
            Equation(s.u, s.rho * s.u_prev + (1 - s.rho) * s.delta**2, "average their squares", glyph="square"),
            Equation(s.theta, s.theta_prev - s.lr * s.delta, "step", glyph="point"),
        )
