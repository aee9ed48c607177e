"""Saddles: the gradient is zero, and yet there is a way down."""

from math import sqrt

from surfaces.core import Surface, x, y

SADDLE = Surface(
    id="saddle",
    name="Saddle",
    group="Saddles and plateaus",
    expr=x**2 - y**2,
    bounds=((-2.0, 2.0), (-2.0, 2.0)),
    minima=(),
    starts=((1.0, 0.01), (1.5, 0.0), (1.5, -0.5)),
    teaches="Down one way and up the other: from exactly on the ridge, gradients alone never lead off it.",
    source="Hilbert & Cohn-Vossen 1932, Anschauliche Geometrie: the hyperbolic paraboloid.",
)

BOUNDED_SADDLE = Surface(
    id="bounded_saddle",
    name="Bounded saddle",
    group="Saddles and plateaus",
    expr=x**2 - y**2 + y**4 / 4,
    bounds=((-2.0, 2.0), (-2.2, 2.2)),
    minima=((0.0, sqrt(2.0)), (0.0, -sqrt(2.0))),
    starts=((1.6, 0.001), (1.6, -0.001), (1.5, 0.01), (1.5, 0.0)),
    teaches="A saddle with a floor: the loss rests as if it had converged, and then falls again.",
    source="After Nesterov 2004, Introductory Lectures on Convex Optimization, section 1.2.3.",
)

MONKEY_SADDLE = Surface(
    id="monkey_saddle",
    name="Monkey saddle",
    group="Saddles and plateaus",
    expr=x**3 - 3 * x * y**2,
    bounds=((-1.5, 1.5), (-1.5, 1.5)),
    minima=(),
    starts=((1.0, 0.01), (1.0, 0.0), (0.6, 1.0)),
    teaches="Three ways down and no curvature at the centre: here the Hessian says nothing.",
    source="Hilbert & Cohn-Vossen 1932, Anschauliche Geometrie: the monkey saddle.",
)
