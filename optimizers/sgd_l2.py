"""Momentum with an L2 penalty in the gradient: with no momentum, the same as weight decay; with it, not.

Source: Krogh & Hertz 1991, "A Simple Weight Decay Can Improve Generalization", NIPS 4; with momentum as in PyTorch's
SGD(momentum, weight_decay). Differs: nowhere; in optax it is a chain, add_decayed_weights before the momentum.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizers.core import Equation, Optimizer, Points, hyper


class SGDL2State(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    d: Points  # (n, 2) decaying sum of penalized gradients


@dataclass(frozen=True, kw_only=True)
class SGDL2(Optimizer):
    id, name, family = "sgd_l2", "Momentum with L2 penalty", "weight decay"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta: float = hyper(r"\beta", 0.9, 0.0, 0.999, help="How much of the past is kept.")
    weight_decay: float = hyper(r"\lambda", 0.01, 0.0, 2.0, help="Weight of the penalty.")

    def init(self, theta):
        return SGDL2State(t=0, d=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta) + self.weight_decay * theta
        d = self.beta * state.d + g
        return theta - lr * d, SGDL2State(state.t + 1, d)

    def equations(self, s):
        g = s.grad(s.theta_prev) + s.weight_decay * s.theta_prev
        return (
            Equation(s.g, g, "the slope here, the penalty's included", glyph="vector"),
            Equation(s.d, s.beta * s.d_prev + s.g, "keep some of the past, add the slope", glyph="vector"),
            Equation(s.theta, s.theta_prev - s.lr * s.d, "step", glyph="point"),
        )
