"""How to descend: pure steps with their equations beside them. Knows nothing of surfaces or screens."""

from optimizers.adabound import AdaBound
from optimizers.adadelta import Adadelta
from optimizers.adagrad import Adagrad
from optimizers.adagrad_window import AdagradWindow
from optimizers.adam import Adam
from optimizers.adam_l2 import AdamL2
from optimizers.adam_uncorrected import AdamUncorrected
from optimizers.adamw import AdamW
from optimizers.amsbound import AMSBound
from optimizers.amsgrad import AMSGrad
from optimizers.core import Equation, Event, Hyper, Loss, Optimizer, Points
from optimizers.gradient_descent import GradientDescent
from optimizers.line_search_armijo import LineSearchArmijo
from optimizers.line_search_exact import LineSearchExact
from optimizers.lookahead import Lookahead
from optimizers.momentum import Momentum
from optimizers.momentum_v import MomentumV
from optimizers.nadam import NAdam
from optimizers.nesterov import Nesterov
from optimizers.nesterov_difference import NesterovDifference
from optimizers.newton import Newton
from optimizers.proof import equations, latex_lines, numbers
from optimizers.radam import RAdam
from optimizers.rmsprop import RMSProp
from optimizers.run import ESCAPE, Trajectory, run
from optimizers.sam import SAM
from optimizers.schedule import Schedule
from optimizers.schedules import SCHEDULES
from optimizers.sgd_l2 import SGDL2
from optimizers.sgdw import SGDW
from optimizers.swats import SWATS

# In the order of teaching.
OPTIMIZERS: dict[str, type[Optimizer]] = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "momentum_v": MomentumV,
    "nesterov": Nesterov,
    "nesterov_difference": NesterovDifference,
    "adagrad": Adagrad,
    "adagrad_window": AdagradWindow,
    "rmsprop": RMSProp,
    "adadelta": Adadelta,
    "adam": Adam,
    "adam_uncorrected": AdamUncorrected,
    "nadam": NAdam,
    "amsgrad": AMSGrad,
    "radam": RAdam,
    "adabound": AdaBound,
    "amsbound": AMSBound,
    "swats": SWATS,
    "sgd_l2": SGDL2,
    "sgdw": SGDW,
    "adam_l2": AdamL2,
    "adamw": AdamW,
    "lookahead": Lookahead,
    "sam": SAM,
    "line_search_exact": LineSearchExact,
    "line_search_armijo": LineSearchArmijo,
    "newton": Newton,
}

__all__ = [
    "ESCAPE",
    "OPTIMIZERS",
    "SCHEDULES",
    "Equation",
    "Event",
    "Hyper",
    "Loss",
    "Optimizer",
    "Points",
    "Schedule",
    "Trajectory",
    "equations",
    "latex_lines",
    "numbers",
    "run",
]
