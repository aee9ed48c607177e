"""Plateaus, walls and dents: the slope here says little about what comes next."""

import sympy as sp

from surfaces.core import Param, Surface, x, y

PLATEAU = Surface(
    id="plateau",
    name="Plateau",
    group="Saddles and plateaus",
    expr=1 - sp.exp(-(x**2 + y**2) / 2),
    bounds=((-4.5, 4.5), (-4.5, 4.5)),
    minima=((0.0, 0.0),),
    starts=((3.5, 0.5), (4.0, 0.5), (1.0, 1.0)),
    teaches="Almost no slope for a long way, and then a drop: momentum adds up what little there is.",
    source="Constructed for this app: a Gaussian turned upside down.",
)

AMPLITUDE = Param("amplitude", "A", default=0.4, low=0.0, high=1.0, help="Height of the bump behind the dent.")

DENT = Surface(
    id="dent",
    name="Slope with a dent",
    group="Saddles and plateaus",
    expr=(x - 3) ** 2 / 12 + y**2 / 2 + AMPLITUDE.symbol * sp.exp(-((x - 0.5) ** 2) / 0.32),
    bounds=((-4.0, 5.0), (-2.5, 2.5)),
    minima=((-0.07415298003244344, 0.0), (3.000000123514047, 0.0)),
    starts=((-3.0, 1.0), (-0.5, 1.5), (4.5, -1.5)),
    teaches="A small dent on the way down holds gradient descent for ever; momentum rolls through.",
    source="Constructed for this app, after the usual lecture picture of momentum in a local minimum.",
    params=(AMPLITUDE,),
)

WALL_MEADOW = Surface(
    id="wall_meadow",
    name="Wall, then meadow",
    group="Saddles and plateaus",
    expr=x**2 / 10 + y**2 / 2 + 5 * sp.log(1 + sp.exp(-4 * (x + 3))),
    bounds=((-5.0, 2.0), (-2.5, 2.5)),
    minima=((0.0006129129767045882, 0.0),),
    starts=((-4.0, 1.5), (-2.0, 1.5), (-4.5, 0.0)),
    teaches="Steep first, flat after: a method that never forgets the wall crawls over the meadow.",
    source="Constructed for this app: a parabola and a softplus wall.",
)

EASOM = Surface(
    id="easom",
    name="Easom",
    group="Saddles and plateaus",
    expr=-sp.cos(x) * sp.cos(y) * sp.exp(-((x - sp.pi) ** 2) - (y - sp.pi) ** 2),
    bounds=((-2.0, 8.0), (-2.0, 8.0)),
    minima=((float(sp.pi), float(sp.pi)),),  # not listed: four of depth 8e-5 around it, and others too flat to see
    minima_are="global",
    starts=((2.2, 2.6), (1.5, 4.8), (0.0, 0.0)),
    teaches="A hole in a plain: away from it the gradient is too small to be of use to anyone.",
    source="Easom 1990, A survey of global optimization techniques, thesis, University of Louisville.",
)
