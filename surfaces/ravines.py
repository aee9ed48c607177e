"""Ravines and curved valleys: steep across, flat along."""

from surfaces.core import Param, Surface, x, y

KAPPA = Param(
    "kappa",
    r"\kappa",
    default=10.0,
    low=1.0,
    high=1000.0,
    scale="log",
    help="Condition number: how many times steeper across than along. Gradient descent is stable below 2/κ.",
)
kappa = KAPPA.symbol

RAVINE = Surface(
    id="ravine",
    name="Ravine",
    group="Bowls and ravines",
    expr=(x**2 + kappa * y**2) / 2,
    bounds=((-4.0, 4.0), (-2.0, 2.0)),
    minima=((0.0, 0.0),),
    starts=((-3.0, 1.5), (-3.0, 1.0), (3.5, 0.05)),
    teaches="The steep direction limits the learning rate, and the flat one then has to wait.",
    source="Nocedal & Wright 2006, Numerical Optimization, 2nd ed., section 3.3: quadratics.",
    params=(KAPPA,),
)

ROTATED_RAVINE = Surface(
    id="rotated_ravine",
    name="Rotated ravine",
    group="Bowls and ravines",
    expr=((x + y) ** 2 / 2 + kappa * (y - x) ** 2 / 2) / 2,
    bounds=((-2.0, 2.0), (-2.0, 2.0)),
    minima=((0.0, 0.0),),
    starts=((-1.7678, -0.3536), (-1.5, 1.5), (1.5, 1.4)),
    teaches="The same ravine turned by 45°: to scale each coordinate by itself no longer helps.",
    source="Constructed for this app: the ravine in coordinates turned by 45 degrees.",
    params=(KAPPA,),
)

ROSENBROCK = Surface(
    id="rosenbrock",
    name="Rosenbrock's valley",
    group="Curved valleys",
    expr=(1 - x) ** 2 + 100 * (y - x**2) ** 2,
    bounds=((-2.0, 2.0), (-1.0, 3.0)),
    minima=((1.0, 1.0),),
    starts=((-1.2, 1.0), (0.0, 2.5), (-0.5, 0.3)),
    teaches="A curved valley: easy to enter, slow to follow.",
    source="Rosenbrock 1960, Comput. J. 3(3), 175; start as in the paper.",
)

BEALE = Surface(
    id="beale",
    name="Beale",
    group="Curved valleys",
    expr=(1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
    bounds=((-4.5, 4.5), (-4.5, 4.5)),
    minima=((3.0, 0.5),),
    starts=((1.0, 1.5), (4.0, 3.0), (-2.0, 2.0)),
    teaches="A flat middle between corners that are thousands of times steeper: one rate cannot suit both.",
    source="Beale 1958, Tech. Rep. 25, Princeton; Moré, Garbow & Hillstrom 1981, ACM TOMS 7(1), 17, no. 5.",
)
