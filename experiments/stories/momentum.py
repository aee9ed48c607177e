"""The stories of gradient descent and of momentum in its forms."""

from experiments.measure import Raced, largest_gap
from experiments.stories.story import NO_MEMORY, Limit, Race, Story, racer


def _gradient_descent(near: Raced, beyond: Raced) -> tuple[float, ...]:
    growth = beyond.loss[-1] / beyond.loss[-2]
    return 2 / near.surface.values["kappa"], near.trajectory.lr[0], near.below(0.01), beyond.trajectory.lr[0], growth


MOMENTUM: dict[str, Story] = {
    "gradient_descent": Story(
        problem="To find a minimum where all one can ask is the slope underfoot.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=50,
            racers=(racer("gradient_descent", 0.18), racer("gradient_descent", 0.21)),
        ),
        claim="The limit on this ravine is 2/κ = 0.2: at a rate of 0.18 the loss is below a hundredth from step 18 on; "
        "at 0.21 each step multiplies it by 1.21.",
        measured=_gradient_descent,
    ),
    "momentum": Story(
        problem="A small slope, a dent or a zigzag should not hold the descent up: what was downhill lately still is.",
        race=Race(
            surface="dent",
            start=(-3.0, 1.0),
            steps=150,
            racers=(racer("gradient_descent", 0.1), racer("momentum", 0.1)),
        ),
        claim="Gradient descent stays in the dent, at a loss of 0.93. Momentum, at the same rate, rolls through it and "
        "stays within 0.1 of the minimum from step 81 on.",
        measured=lambda descent, momentum: (descent.loss[-1], 0.1, momentum.within(0.1, 3, 0)),
        becomes=(Limit(settings=NO_MEMORY, into="gradient_descent"),),
    ),
    "momentum_v": Story(
        problem="The same as momentum, told as a ball with a velocity: the last step is taken again, a little shorter.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=120,
            racers=(
                racer("momentum", 0.05, schedule="inverse_root"),
                racer("momentum_v", 0.05, schedule="inverse_root"),
            ),
        ),
        claim="At a constant rate the two forms of momentum are one run. Under this race's falling rate they part, by "
        "up to 1.07: a velocity keeps the rates of the past.",
        measured=lambda total, velocity: (largest_gap(total, velocity),),
        becomes=(
            Limit(settings=NO_MEMORY, into="gradient_descent"),
            Limit(settings={}, into="momentum", when="while the rate is constant"),
        ),
    ),
    "nesterov": Story(
        problem="Momentum notices that it has gone too far only once it is there; Nesterov looks ahead first.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=120,
            racers=(racer("momentum", 0.05), racer("nesterov", 0.05)),
        ),
        claim="Momentum runs 1.43 past the minimum and stays below a loss of 0.01 from step 69 on; Nesterov runs 0.98 "
        "past it and needs 34 steps.",
        measured=lambda m, n: (m.x.max(), 0.01, m.below(0.01), n.x.max(), n.below(0.01)),
        becomes=(Limit(settings=NO_MEMORY, into="gradient_descent"),),
    ),
    "nesterov_difference": Story(
        problem="To show what looking ahead amounts to: the change of the slope is added, a hint of its curvature.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=100,
            racers=(racer("nesterov", 0.02), racer("nesterov_difference", 0.02)),
        ),
        claim="It walks the points at which Nesterov looks: up to 0.45 from Nesterov's own path, and below a loss of "
        "0.01 from the same step on, 50.",
        measured=lambda n, d: (largest_gap(n, d), 0.01, d.below(0.01) if d.below(0.01) == n.below(0.01) else -1),
        becomes=(Limit(settings=NO_MEMORY, into="gradient_descent"),),
    ),
}
