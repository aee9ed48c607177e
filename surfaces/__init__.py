"""What is descended: every surface is one SymPy expression, everything else about it is derived."""

from surfaces.bowls import BOOTH, BOWL, MATYAS
from surfaces.core import GROUPS, Param, Surface, h, k, x, y
from surfaces.formula.error import FormulaError
from surfaces.formula.typed import TypedSurface, from_formula
from surfaces.latex import to_latex
from surfaces.minima import EDGE_OF_STABILITY, LINEAR_NET, SHARP_FLAT, SHARP_FLAT_QUADRATIC, TWO_WELLS
from surfaces.multimodal import (
    ACKLEY,
    GOLDSTEIN_PRICE,
    GRIEWANK,
    HIMMELBLAU,
    LEVY_13,
    MCCORMICK,
    RASTRIGIN,
    SIX_HUMP_CAMEL,
    STYBLINSKI_TANG,
    THREE_HUMP_CAMEL,
)
from surfaces.plateaus import DENT, EASOM, PLATEAU, WALL_MEADOW
from surfaces.problems import PROBLEMS
from surfaces.ravines import BEALE, RAVINE, ROSENBROCK, ROTATED_RAVINE
from surfaces.regression import Fit, Problem, fit
from surfaces.saddles import BOUNDED_SADDLE, MONKEY_SADDLE, SADDLE

__all__ = [
    "GROUPS",
    "PROBLEMS",
    "SURFACES",
    "Fit",
    "FormulaError",
    "Param",
    "Problem",
    "Surface",
    "TypedSurface",
    "fit",
    "from_formula",
    "h",
    "k",
    "to_latex",
    "x",
    "y",
]

# In teaching order, group by group in the order of GROUPS
SURFACES: dict[str, Surface] = {
    "bowl": BOWL,
    "ravine": RAVINE,
    "rotated_ravine": ROTATED_RAVINE,
    "booth": BOOTH,
    "matyas": MATYAS,
    "rosenbrock": ROSENBROCK,
    "beale": BEALE,
    "bounded_saddle": BOUNDED_SADDLE,
    "saddle": SADDLE,
    "monkey_saddle": MONKEY_SADDLE,
    "plateau": PLATEAU,
    "dent": DENT,
    "wall_meadow": WALL_MEADOW,
    "easom": EASOM,
    "two_wells": TWO_WELLS,
    "sharp_flat": SHARP_FLAT,
    "sharp_flat_quadratic": SHARP_FLAT_QUADRATIC,
    "linear_net": LINEAR_NET,
    "edge_of_stability": EDGE_OF_STABILITY,
    "himmelblau": HIMMELBLAU,
    "three_hump_camel": THREE_HUMP_CAMEL,
    "six_hump_camel": SIX_HUMP_CAMEL,
    "mccormick": MCCORMICK,
    "styblinski_tang": STYBLINSKI_TANG,
    "goldstein_price": GOLDSTEIN_PRICE,
    "griewank": GRIEWANK,
    "rastrigin": RASTRIGIN,
    "ackley": ACKLEY,
    "levy_13": LEVY_13,
}
