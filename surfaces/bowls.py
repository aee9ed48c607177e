"""Bowls: one minimum, and a slope that is linear in the distance to it."""

from surfaces.core import Surface, x, y

BOWL = Surface(
    id="bowl",
    name="Bowl",
    group="Bowls and ravines",
    expr=(x**2 + y**2) / 2,
    bounds=((-3.0, 3.0), (-3.0, 3.0)),
    minima=((0.0, 0.0),),
    starts=((-2.5, 1.5), (2.0, 2.0), (0.05, 0.0)),
    teaches="Curved alike in every direction: the negative gradient points straight at the minimum.",
    source="Nocedal & Wright 2006, Numerical Optimization, 2nd ed., section 3.3: quadratics.",
)

BOOTH = Surface(
    id="booth",
    name="Booth",
    group="Bowls and ravines",
    expr=(x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    bounds=((-10.0, 10.0), (-10.0, 10.0)),
    minima=((1.0, 3.0),),
    starts=((-8.0, -5.0), (8.0, 8.0), (9.0, -5.0)),
    teaches="A tilted bowl nine times as steep across as along: a plain quadratic in disguise.",
    source="Jamil & Yang 2013, arXiv:1308.4008, a survey of test functions: Booth.",
)

MATYAS = Surface(
    id="matyas",
    name="Matyas",
    group="Bowls and ravines",
    expr=0.26 * (x**2 + y**2) - 0.48 * x * y,
    bounds=((-10.0, 10.0), (-10.0, 10.0)),
    minima=((0.0, 0.0),),
    starts=((-8.0, 4.0), (8.0, 7.0), (5.0, -5.0)),
    teaches="A diagonal trough: 25 times flatter along it than across it.",
    source="Jamil & Yang 2013, arXiv:1308.4008, a survey of test functions: Matyas.",
)
