"""Sharp and flat minima: curvature decides which rates stay, and what a shift of the loss costs."""

import sympy as sp

from surfaces.core import Param, Surface, x, y

TWO_WELLS = Surface(
    id="two_wells",
    name="Two wells",
    group="Sharp and flat minima",
    expr=x**2
    + y**2
    - 2 * sp.exp(-((x - 1) ** 2 + y**2) / sp.Rational(1, 5))
    - 3 * sp.exp(-((x + 1) ** 2 + y**2) / sp.Rational(1, 5)),
    bounds=((-2.0, 2.0), (-2.0, 2.0)),
    minima=((-0.9363006340109187, 0.0), (0.9053178991601148, 0.0)),
    starts=((0.75, 1.0), (0.95, 0.0), (-0.85, 0.1), (1.8, -1.2)),
    teaches="Two wells, one deeper: the start and the first steps decide which of them is found.",
    source="Dupont 2018, Interactive Visualization of Optimization Algorithms, emiliendupont.github.io.",
)

WIDTH = Param(
    "width",
    "w",
    default=0.25,
    low=0.1,
    high=0.8,
    help="Width of the sharp well; the flat one has width 1. Its curvature is close to 1/w².",
)
SHIFT = Param(
    "shift",
    r"\delta",
    default=0.0,
    low=-0.5,
    high=0.5,
    help="Moves the whole surface in x, as a test loss is moved against the training loss.",
)
width, shift = WIDTH.symbol, SHIFT.symbol
to_sharp = ((x - shift + 1.5) ** 2 + y**2) / (2 * width**2)
to_flat = ((x - shift - 1.5) ** 2 + y**2) / 2

SHARP_FLAT = Surface(
    id="sharp_flat",
    name="Sharp and flat",
    group="Sharp and flat minima",
    expr=1 - sp.exp(-to_sharp) - sp.exp(-to_flat),
    bounds=((-3.0, 4.0), (-2.5, 2.5)),
    minima=((-1.4979053273194736, 0.0), (1.5, 0.0)),
    starts=((-0.6, 0.8), (-1.5, 0.3), (3.0, 1.5)),
    teaches="Two minima of almost equal depth: where the loss moves a little, only the sharp one becomes expensive.",
    source="Constructed for this app, after Keskar et al. 2017, arXiv:1609.04836, figure 1.",
    params=(WIDTH, SHIFT),
)

SHARP_FLAT_QUADRATIC = Surface(
    id="sharp_flat_quadratic",
    name="Sharp and flat, quadratic outside",
    group="Sharp and flat minima",
    # -log(exp(-to_sharp) + exp(-to_flat)), written so that far away it does not become log(0)
    expr=to_flat - sp.log(1 + sp.exp(to_flat - to_sharp)),
    bounds=((-3.0, 4.0), (-2.5, 2.5)),
    minima=((-1.4979053273194736, 0.0), (1.5, 0.0)),
    starts=((-1.5, 0.3), (-2.0, 0.2), (-0.2, 1.5), (3.0, 1.5)),
    teaches="A rate well above the sharp minimum's limit 2/λ throws out of it, and still settles in the flat one.",
    source="Constructed for this app, after Keskar et al. 2017, arXiv:1609.04836, figure 1.",
    params=(WIDTH, SHIFT),
)

LINEAR_NET = Surface(
    id="linear_net",
    name="Two-layer linear net",
    group="Sharp and flat minima",
    expr=(x * y - 1) ** 2,
    bounds=((-4.0, 4.0), (-4.0, 4.0)),
    minima=((1.0, 1.0), (-1.0, -1.0), (2.0, 0.5), (0.5, 2.0), (-2.0, -0.5), (-0.5, -2.0)),
    minima_are="curve",
    starts=((3.0, 0.2), (3.5, 0.2), (-1.0, 1.0)),
    teaches="All of xy = 1 is a minimum, flattest at ±(1, 1): the method decides where on the curve it ends.",
    source="Lewkowycz et al. 2020, arXiv:2003.02218: the catapult, here for two weights and one sample.",
)

EDGE_OF_STABILITY = Surface(
    id="edge_of_stability",
    name="Edge of stability",
    group="Sharp and flat minima",
    expr=(x**2 * y**2 - 1) ** 2 / 2,
    bounds=((0.0, 4.0), (0.0, 2.0)),
    minima=((1.0, 1.0), (2.0, 0.5), (4.0, 0.25), (0.5, 2.0)),
    minima_are="curve",
    starts=((3.0, 0.2), (2.5, 0.3), (1.0, 1.8)),
    teaches="At a fixed rate η, gradient descent can come to rest only where the largest curvature is at most 2/η.",
    source="Zhu et al. 2023, arXiv:2210.03294, there with 1/4; Cohen et al. 2021, arXiv:2103.00065.",
)
