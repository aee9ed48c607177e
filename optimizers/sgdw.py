"""SGDW: momentum, with the weights shrunk on their own, past the momentum.

Source: Loshchilov & Hutter 2019, arXiv:1711.05101, Algorithm 1. Differs: in the paper the schedule alone multiplies
the decay; here the rate does too, as in PyTorch's AdamW and in optax's chains, so that without momentum it equals L2.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizers.core import Equation, Optimizer, Points, hyper


class SGDWState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    m: Points  # (n, 2) decaying sum of the steps that the gradients asked for


@dataclass(frozen=True, kw_only=True)
class SGDW(Optimizer):
    id, name, family = "sgdw", "SGDW", "weight decay"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Step size.")
    beta: float = hyper(r"\beta", 0.9, 0.0, 0.999, help="How much of the past is kept.")
    weight_decay: float = hyper(r"\lambda", 0.01, 0.0, 2.0, help="How fast the weights shrink by themselves.")

    def init(self, theta):
        return SGDWState(t=0, m=np.zeros_like(theta))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        m = self.beta * state.m + lr * g
        return theta - m - lr * self.weight_decay * theta, SGDWState(state.t + 1, m)

    def equations(self, s):
        theta = s.theta_prev - s.m - s.lr * s.weight_decay * s.theta_prev
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.m, s.beta * s.m_prev + s.lr * s.g, "keep some of the past steps", glyph="step"),
            Equation(s.theta, theta, "step, and shrink", glyph="point"),
        )
