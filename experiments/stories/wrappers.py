"""The stories of the rules around another rule."""

from experiments.measure import Raced
from experiments.stories.story import STEEP, Limit, Race, Story, racer


def _sam(descent: Raced, sam: Raced) -> tuple[float, ...]:
    _, stuck = WRAPPERS["sam"].race.on("sharp_flat_quadratic", (-1.5, 0.3), 1000)
    return descent.sharpness(-1), sam.sharpness(-1), stuck.x[-1]


WRAPPERS: dict[str, Story] = {
    "lookahead": Story(
        problem="Fast rules bounce: let one run ahead, and follow it only part of the way, where the bounces cancel.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=100,
            racers=(racer("gradient_descent", 0.098), racer("lookahead", 0.098)),
            params=STEEP,
        ),
        claim="Bouncing across the ravine close to its limit, gradient descent is at a loss of 0.38 after 50 steps; "
        "with Lookahead around it, at 0.05.",
        measured=lambda g, a: (g.loss[50], 50, a.loss[50]),
        becomes=(Limit(settings={"alpha": 1.0}, into="gradient_descent"),),
    ),
    "sam": Story(
        problem="Sharp minima are said to do worse on new data: descend by the slope of the worst point nearby.",
        race=Race(
            surface="linear_net",
            start=(3.0, 0.2),
            steps=300,
            racers=(racer("gradient_descent", 0.02), racer("sam", 0.02, rho=0.3)),
        ),
        claim="Gradient descent ends at a sharpness of 18.4; SAM slides on along the valley, to 4.3. Out of a sharp "
        "well beside a flat one it does not climb: there it stays, at x = −1.50.",
        measured=_sam,
        becomes=(Limit(settings={"rho": 0.0}, into="gradient_descent"),),
    ),
}
