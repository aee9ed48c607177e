"""How to descend: pure steps with their equations beside them. Knows nothing of surfaces or screens."""

from optimizers.adagrad import Adagrad
from optimizers.adam import Adam
from optimizers.adamw import AdamW
from optimizers.core import Equation, Hyper, Loss, Optimizer, Points
from optimizers.gradient_descent import GradientDescent
from optimizers.lookahead import Lookahead
from optimizers.momentum import Momentum
from optimizers.nadam import NAdam
from optimizers.nesterov import Nesterov
from optimizers.proof import equations, latex_lines, numbers
from optimizers.rmsprop import RMSProp
from optimizers.run import ESCAPE, Trajectory, run
from optimizers.sam import SAM

# In the order of teaching.
OPTIMIZERS: dict[str, type[Optimizer]] = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": Adagrad,
    "rmsprop": RMSProp,
    "adam": Adam,
    "nadam": NAdam,
    "adamw": AdamW,
    "lookahead": Lookahead,
    "sam": SAM,
}

__all__ = [
    "ESCAPE",
    "OPTIMIZERS",
    "Equation",
    "Hyper",
    "Loss",
    "Optimizer",
    "Points",
    "Trajectory",
    "equations",
    "latex_lines",
    "numbers",
    "run",
]
