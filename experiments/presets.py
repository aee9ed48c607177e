"""A good first picture for every surface: start, steps, racers, and a learning rate for each optimizer.

The rates are the same for all racers where that makes a fair and legible race; where they differ, the line of
conditions on screen says so. What `shows` says was measured; tests/test_presets.py measures it again.
"""

import numpy as np

from experiments.preset import FACTOR, Preset, apart
from experiments.settings import rate_path, settings
from optimizers import OPTIMIZERS, Optimizer
from surfaces import Fit, Surface

FIRST = "bounded_saddle"


def preset_of(surface: Surface) -> Preset:
    """The preset of a surface; for one that has none yet, its first start and every optimizer's own rate."""
    if isinstance(surface, Fit):
        return _of_data(surface)
    return PRESETS.get(surface.id) or Preset(shows=surface.teaches, start=surface.starts[0])


def _of_data(surface: Fit) -> Preset:
    """A twentieth of what is stable for steps along the slope, so that single samples do not throw them out either; for
    the others a thirtieth of the map's half width."""
    (left, right), _ = surface.bounds
    sharpest = np.linalg.eigvalsh(surface.hessian(np.array(surface.minima[0] if surface.minima else surface.starts[0])))
    slope, step = (float(f"{rate:.1g}") for rate in (0.1 / sharpest[-1], (right - left) / 60))
    rates = {name: _within(name, slope if name in apart(0.0) else step) for name in OPTIMIZERS}
    usual = {name: FACTOR for name, rule in OPTIMIZERS.items() if rule().lr == FACTOR}
    racers = ("gradient_descent", "momentum", "adam")
    shows = SHOWN_BY_DATA.get(surface.id, surface.teaches)
    return Preset(shows=shows, start=surface.starts[0], racers=racers, rates=rates | usual)


def _within(optimizer_id: str, lr: float) -> float:
    """The rate, or the end of its dial that is nearest: one beyond it could not stand in a link."""
    rule = OPTIMIZERS[optimizer_id]()
    declared = settings(rule)[rate_path(rule)]
    return min(max(lr, declared.low), declared.high)


def rate_of(surface: Surface, optimizer: Optimizer) -> float:
    """The rate that suits an optimizer on a surface; a wrapper around another gets the other's."""
    inner = optimizer.inner
    if inner is None or inner == type(optimizer)().inner:
        return preset_of(surface).rate(optimizer.id)
    return rate_of(surface, inner)


PRESETS: dict[str, Preset] = {
    # Bowls and ravines
    "bowl": Preset(
        shows="Gradient descent runs straight to the minimum and is there at step 27; momentum takes the same line, "
        "runs past it and needs 51. RMSProp and Adam set out at 45°, whatever the slope.",
        start=(-2.5, 1.5),
        steps=100,
        lr=0.1,
    ),
    "ravine": Preset(
        shows="Gradient descent crosses the ravine with every step, for its rate 0.17 is close to the limit 2/κ = 0.2. "
        "Momentum swings along the ravine as well: it is there at step 54, gradient descent at 16.",
        start=(-3.0, 1.5),
        steps=100,
        lr=0.17,
    ),
    "rotated_ravine": Preset(
        shows="The ravine turned by 45° costs gradient descent nothing: it is there at step 16, turned or not. "
        "Adam scales x and y each by itself, and that fits less well now: 58 steps instead of 46.",
        start=(-1.7678, -0.3536),
        steps=100,
        lr=0.15,
    ),
    "booth": Preset(
        shows="Gradient descent bounces across the tilted bowl and is there at step 13. Adam moves by at most about "
        "η = 0.1 a step, however steep it is: after 150 steps it is still 3.1 away.",
        start=(-8.0, 4.0),
        steps=150,
        lr=0.1,
    ),
    "matyas": Preset(
        shows="The way into the trough is short, the way along it long: momentum is there at step 52, gradient descent "
        "at 80. RMSProp ends up jumping to and fro across it, by about η = 0.5 in x and in y.",
        start=(-8.0, 4.0),
        steps=150,
        lr=0.5,
    ),
    # Curved valleys
    "rosenbrock": Preset(
        shows="All four drop into the valley at once, and then it takes patience: after 200 steps gradient descent is "
        "only at x = −0.75, momentum at 0.91, Adam at 0.73. No single rate suits all of them here.",
        start=(-1.2, 1.0),
        steps=200,
        lr=0.3,
        rates=apart(0.0015, rmsprop=0.02),
    ),
    "beale": Preset(
        shows="Momentum shoots down to y = −1.6 and is still the first at the minimum, at step 58; RMSProp follows "
        "at 92. Gradient descent and Adam are still creeping along the flat floor at the end.",
        start=(1.0, 1.5),
        steps=200,
        lr=0.05,
        rates=apart(0.003),
    ),
    # Saddles and plateaus
    "bounded_saddle": Preset(
        shows="Gradient descent stays at a loss near 0 from step 19 to 56, as if it had arrived, and then falls to −1. "
        "It leaves the ridge at step 76, momentum at 27, Adam at 20, RMSProp at 9.",
        start=(1.6, 0.001),
        steps=120,
        lr=0.05,
    ),
    "saddle": Preset(
        shows="RMSProp and Adam leave the ridge with their first step, though the slope off it is next to nothing; "
        "momentum leaves it at step 56. Gradient descent runs into the saddle point and all but stops.",
        start=(1.6, 2e-5),
        steps=60,
        lr=0.03,
    ),
    "monkey_saddle": Preset(
        shows="Three ways down: gradient descent, RMSProp and Adam turn into the one at the top right; momentum rolls "
        "over the flat centre into the one on the left and, with no floor below it, diverges at step 31.",
        start=(1.0, 0.03),
        steps=60,
        lr=0.02,
        diverges=frozenset({"momentum"}),
    ),
    "plateau": Preset(
        shows="Momentum adds up what little slope there is and is there at step 58; gradient descent needs 129. "
        "RMSProp and Adam divide by the size of the slope, so that the plateau is no obstacle.",
        start=(3.2, 0.5),
        steps=150,
        lr=0.2,
    ),
    "dent": Preset(
        shows="The dent keeps gradient descent and RMSProp for good. Momentum rolls through it and is at the minimum "
        "at step 61, Adam at 92.",
        start=(-3.0, 1.0),
        steps=150,
        lr=0.1,
    ),
    "wall_meadow": Preset(
        shows="Adagrad never forgets the wall: after 200 steps it has come to x = −2.38, Adam to −0.81. RMSProp "
        "forgets it and is there at step 94; gradient descent has no memory and needs 116.",
        start=(-4.0, 1.5),
        steps=200,
        lr=0.1,
        racers=("gradient_descent", "adagrad", "rmsprop", "adam"),
    ),
    "easom": Preset(
        shows="Adam is in the hole at step 14, momentum at 50, gradient descent at 98. RMSProp's first step is "
        "3.16 times η in x and in y: it lands beside the hole and is lost on the plain.",
        start=(1.5, 2.0),
        steps=100,
        lr=0.3,
    ),
    # Sharp and flat minima
    "two_wells": Preset(
        shows="Gradient descent and RMSProp fall into the near, shallow well, at steps 12 and 16. Momentum and Adam "
        "pass it by and are in the deep one at steps 37 and 54.",
        start=(0.75, 1.0),
        steps=120,
        lr=0.05,
    ),
    "sharp_flat": Preset(
        shows="The same start and the same rate: gradient descent and momentum end in the sharp minimum, "
        "RMSProp and Adam in the flat one.",
        start=(-1.0, 0.6),
        steps=120,
        lr=0.1,
    ),
    "sharp_flat_quadratic": Preset(
        shows="The rate 0.2 is above the sharp minimum's limit 2/λ = 0.13: gradient descent is thrown out and is at "
        "the flat one at step 16, and RMSProp follows. Momentum, with 1.9 times that limit, and Adam stay.",
        start=(-1.55, 0.14),
        steps=100,
        lr=0.2,
    ),
    "linear_net": Preset(
        shows="The rate is too large for this steep end of the valley: gradient descent is flung up to a loss of 15 "
        "and over to the other branch, where the sharpness is 4.8. Adam stays near, at 12.0.",
        start=(3.0, 0.2),
        steps=80,
        lr=0.2,
    ),
    "edge_of_stability": Preset(
        shows="Gradient descent cannot rest where the sharpness is above 2/η = 20: it bounces across the valley and "
        "slides along it, until the sharpness swings only between 19.4 and 20.3. Adam comes to rest at 29.8.",
        start=(2.8, 0.3),
        steps=300,
        lr=0.1,
        racers=("gradient_descent", "adam"),
    ),
    # Many minima
    "himmelblau": Preset(
        shows="One start, three ends: gradient descent goes to (3.58, −1.85), momentum to (−2.81, 3.13), "
        "RMSProp and Adam to (3, 2).",
        start=(0.0, -0.75),
        steps=200,
        lr=0.015,
    ),
    "three_hump_camel": Preset(
        shows="Gradient descent, RMSProp and Adam go down to the side minimum, at a loss of 0.3. Momentum rolls past "
        "it and is at the lowest one, in the middle, at step 37.",
        start=(2.0, 1.5),
        steps=150,
        lr=0.02,
    ),
    "six_hump_camel": Preset(
        shows="Gradient descent and momentum find the two lowest minima, one each. RMSProp and Adam are caught by "
        "a nearer one, which is 0.82 higher.",
        start=(-1.1, 1.2),
        steps=150,
        lr=0.03,
    ),
    "mccormick": Preset(
        shows="All four turn into the lower minimum; gradient descent is there at step 59, momentum at 63, RMSProp at "
        "102. From a start 1 higher, all four go to the other minimum.",
        start=(0.0, 1.4),
        steps=150,
        lr=0.03,
    ),
    "styblinski_tang": Preset(
        shows="Gradient descent is in the nearest well at step 7, and RMSProp and Adam follow. Momentum overshoots "
        "into the deepest one, which is 14 lower.",
        start=(-0.5, 4.0),
        steps=150,
        lr=0.02,
    ),
    "goldstein_price": Preset(
        shows="Gradient descent and Adam find the lowest minimum, at a loss of 3. Momentum, at the same small rate "
        "as gradient descent, is carried off to one at 84, and RMSProp keeps jumping around one at 30.",
        start=(-0.75, -1.0),
        steps=150,
        lr=0.05,
        rates=apart(1e-4),
    ),
    "griewank": Preset(
        shows="Gradient descent and Adam are at the lowest minimum at steps 43 and 39, and RMSProp keeps jumping "
        "around it. Momentum is carried across the pass into the neighbouring one.",
        start=(-3.0, -0.5),
        steps=150,
        lr=0.2,
    ),
    "rastrigin": Preset(
        shows="Nobody comes near the middle: gradient descent and RMSProp stay in the first dent, "
        "Adam hops one dent further and momentum two.",
        start=(-4.4, 3.6),
        steps=120,
        lr=0.8,
        rates=apart(0.004, rmsprop=0.05),
    ),
    "ackley": Preset(
        shows="Gradient descent and RMSProp stay in the first ripple; Adam is in the middle at step 15, momentum at "
        "33. That is luck with the rate: Adam at 0.3 or 0.5 instead of 0.4 gets stuck as well.",
        start=(-2.4, 2.6),
        steps=150,
        lr=0.4,
        rates=apart(0.01, rmsprop=0.05),
    ),
    "levy_13": Preset(
        shows="Gradient descent is thrown about between the ripples and hardly gets on. Momentum, at the same rate, "
        "rides over them and is there at step 48; Adam stops one ripple short.",
        start=(-4.0, 2.0),
        steps=150,
        lr=0.2,
        rates=apart(0.002, rmsprop=0.1),
    ),
}

# What the races on the listed sets of samples show, from the first start and with the rates of `_of_data`
SHOWN_BY_DATA: dict[str, str] = {
    "line20": "Z-scores make the contours circles: gradient descent walks straight to the minimum and is there at step "
    "28. Momentum runs past it and needs 51, Adam 56.",
    "line10000": "With all samples in every update the race is the one on 20 of them: gradient descent is there at "
    "step 28, momentum at 51, Adam at 56. Each update costs 500 times as much.",
    "marks": "Unscaled marks make a gully: after 120 steps gradient descent has come to b = 0.02, momentum to 0.05, "
    "Adam to 2.24. The minimum is at b = 18.",
    "pair": "Features with a correlation of 0.9 make a ravine 19 times as steep across as along: momentum is there at "
    "step 52, Adam at 90, gradient descent at 112.",
    "passed": "Gradient descent comes down the slope and is there at step 28, Adam at 41. Momentum runs past the "
    "minimum and needs 58.",
}
