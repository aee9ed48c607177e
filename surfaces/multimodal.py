"""Many minima: which of them is found depends on the start, the rate and the method."""

import sympy as sp

from surfaces.core import Surface, x, y

HIMMELBLAU = Surface(
    id="himmelblau",
    name="Himmelblau",
    group="Many minima",
    expr=(x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    bounds=((-6.0, 6.0), (-6.0, 6.0)),
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.2831859912861696),
        (3.5844283403304917, -1.8481265269644036),
    ),
    starts=((0.5, -1.0), (-0.27, -0.92), (0.0, 5.5), (-5.0, 0.0)),
    teaches="Four minima of equal depth: a small change of the start changes the end.",
    source="Himmelblau 1972, Applied Nonlinear Programming, McGraw-Hill.",
)

THREE_HUMP_CAMEL = Surface(
    id="three_hump_camel",
    name="Three-hump camel",
    group="Many minima",
    expr=2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2,
    bounds=((-5.0, 5.0), (-5.0, 5.0)),
    minima=(
        (0.0, 0.0),
        (1.7475523458302890, -0.8737761729151445),
        (-1.7475523458302890, 0.8737761729151445),
    ),
    starts=((2.0, 1.5), (-2.0, 1.5), (1.2, -2.0)),
    teaches="Momentum often rolls out of the shallow minima, but from the other side it may roll into one.",
    source="Jamil & Yang 2013, arXiv:1308.4008, a survey of test functions: three-hump camel.",
)

SIX_HUMP_CAMEL = Surface(
    id="six_hump_camel",
    name="Six-hump camel",
    group="Many minima",
    expr=(4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2,
    bounds=((-3.0, 3.0), (-2.0, 2.0)),
    minima=(
        (0.08984201310031806, -0.7126564030207396),
        (-0.08984201310031806, 0.7126564030207396),
        (1.7036067149699807, -0.7960835686726252),
        (-1.7036067149699807, 0.7960835686726252),
        (1.6071047529201975, 0.5686514548841314),
        (-1.6071047529201975, -0.5686514548841314),
    ),
    starts=((2.5, 1.5), (-1.0, -1.5), (0.0, 0.01)),
    teaches="Six minima of three depths, and two of them are the deepest.",
    source="Dixon & Szegő 1978, Towards Global Optimisation 2, North-Holland.",
)

MCCORMICK = Surface(
    id="mccormick",
    name="McCormick",
    group="Many minima",
    expr=sp.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
    bounds=((-1.5, 4.0), (-3.0, 4.0)),
    minima=((-0.5471975511965979, -1.5471975511965979), (2.5943951023931953, 1.5943951023931953)),
    starts=((3.5, 0.0), (-1.0, 3.0), (0.8, -0.3)),
    teaches="A tilted, wavy valley: the lower minimum lies behind a pass.",
    source="Jamil & Yang 2013, arXiv:1308.4008, a survey of test functions: McCormick.",
)

STYBLINSKI_TANG = Surface(
    id="styblinski_tang",
    name="Styblinski–Tang",
    group="Many minima",
    expr=(x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2,
    bounds=((-5.0, 5.0), (-5.0, 5.0)),
    minima=(
        (-2.9035340277711774, -2.9035340277711774),
        (2.746802770990837, -2.9035340277711774),
        (-2.9035340277711774, 2.746802770990837),
        (2.746802770990837, 2.746802770990837),
    ),
    starts=((0.2, 0.1), (4.5, 4.5), (-0.5, 4.0)),
    teaches="Four wells of three depths that do not mix: each coordinate chooses its side by itself.",
    source="Styblinski & Tang 1990, Neural Networks 3(4), 467.",
)

GOLDSTEIN_PRICE = Surface(
    id="goldstein_price",
    name="Goldstein–Price",
    group="Many minima",
    expr=(1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2))
    * (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)),
    bounds=((-2.0, 2.0), (-2.0, 2.0)),
    minima=((0.0, -1.0), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8)),
    starts=((-0.5, -1.5), (1.5, 1.5), (-1.5, 0.5)),
    teaches="Values from 3 to a million on one map: a rate that is safe on the heights crawls in the valley.",
    source="Goldstein & Price 1971, Math. Comp. 25(115), 569.",
)

GRIEWANK = Surface(
    id="griewank",
    name="Griewank",
    group="Many minima",
    expr=(x**2 + y**2) / 4000 - sp.cos(x) * sp.cos(y / sp.sqrt(2)) + 1,
    bounds=((-10.0, 10.0), (-10.0, 10.0)),
    minima=(
        (0.0, 0.0),
        (6.280045279379904, 0.0),
        (-6.280045279379904, 0.0),
        (0.0, 8.876888929095655),
        (0.0, -8.876888929095655),
        (6.280045217550294, 8.87688888537455),
        (6.280045217550294, -8.87688888537455),
        (-6.280045217550294, 8.87688888537455),
        (-6.280045217550294, -8.87688888537455),
        (3.1400226338955397, 4.4384444809207135),
        (3.1400226338955397, -4.4384444809207135),
        (-3.1400226338955397, 4.4384444809207135),
        (-3.1400226338955397, -4.4384444809207135),
        (9.420067886213593, 4.438444437201061),
        (9.420067886213593, -4.438444437201061),
        (-9.420067886213593, 4.438444437201061),
        (-9.420067886213593, -4.438444437201061),
    ),
    starts=((4.0, 4.0), (-8.0, 6.0), (1.2, -1.5)),
    teaches="A very wide bowl under waves: close to, all that can be felt is the waves.",
    source="Griewank 1981, J. Optim. Theory Appl. 34(1), 11.",
)

RASTRIGIN = Surface(
    id="rastrigin",
    name="Rastrigin",
    group="Many minima",
    expr=20 + x**2 - 10 * sp.cos(2 * sp.pi * x) + y**2 - 10 * sp.cos(2 * sp.pi * y),
    bounds=((-5.12, 5.12), (-5.12, 5.12)),
    minima=((0.0, 0.0),),
    minima_are="global",
    starts=((2.3, -1.7), (0.4, 0.3), (-4.4, 3.6)),
    teaches="A bowl under an egg box: a minimum in every unit square, and one of them is the deepest.",
    source="Rastrigin 1974, Systems of Extremal Control; Mühlenbein et al. 1991, Parallel Computing 17, 619.",
)

ACKLEY = Surface(
    id="ackley",
    name="Ackley",
    group="Many minima",
    expr=-20 * sp.exp(-0.2 * sp.sqrt((x**2 + y**2) / 2))
    - sp.exp((sp.cos(2 * sp.pi * x) + sp.cos(2 * sp.pi * y)) / 2)
    + 20
    + sp.E,
    bounds=((-5.0, 5.0), (-5.0, 5.0)),
    minima=((0.0, 0.0),),
    minima_are="global",
    kinks=((0.0, 0.0),),
    starts=((2.6, 1.4), (0.4, 0.3), (-4.4, 3.6)),
    teaches="A funnel under ripples that ends in a point: the slope does not fade on the way to the minimum.",
    source="Ackley 1987, A Connectionist Machine for Genetic Hillclimbing, Kluwer.",
)

LEVY_13 = Surface(
    id="levy_13",
    name="Levy 13",
    group="Many minima",
    expr=sp.sin(3 * sp.pi * x) ** 2
    + (x - 1) ** 2 * (1 + sp.sin(3 * sp.pi * y) ** 2)
    + (y - 1) ** 2 * (1 + sp.sin(2 * sp.pi * y) ** 2),
    bounds=((-10.0, 10.0), (-10.0, 10.0)),
    minima=((1.0, 1.0),),
    minima_are="global",
    starts=((-4.0, 3.0), (1.2, 1.4), (7.0, -6.0)),
    teaches="A bowl with ripples that grow outwards: small steps stop early, large ones ride over them.",
    source="Credited to Levy & Montalvo 1985, SIAM J. Sci. Stat. Comput. 6(1), 15; no. 13 in Surjanovic & Bingham.",
)
