"""The stories of the rules that find out how far to go: line searches and Newton's method."""

from experiments.measure import Raced
from experiments.stories.story import Race, Story, racer


def _line_search(descent: Raced, exact: Raced) -> tuple[float, ...]:
    lucky = CURVATURE["line_search_exact"].race.on("ravine", (-3.0, 1.5), 60)
    return exact.below(0.001), 0.001, descent.below(0.001), lucky[1].below(0.001), lucky[0].below(0.001)


def _newton(descent: Raced, newton: Raced) -> tuple[float, ...]:
    _, caught = CURVATURE["newton"].race.on("bounded_saddle", (1.6, 0.001), 60)
    return newton.below(0.001), descent.below(0.001), caught.loss[-1], caught.surface.lowest or 0.0


CURVATURE: dict[str, Story] = {
    "line_search_exact": Story(
        problem="To be rid of the rate: go along the slope for as long as it leads downhill.",
        race=Race(
            surface="ravine",
            start=(-3.0, 0.3),
            steps=60,
            racers=(racer("gradient_descent", 0.1818), racer("line_search_exact", 0.05)),
        ),
        claim="From its worst start it zigzags: 22 steps to a loss below 0.001, as with the best constant rate, which "
        "needs 22. From a start further up the wall it needs 7 instead of 25.",
        measured=_line_search,
    ),
    "line_search_armijo": Story(
        problem="An exact search costs many evaluations: take the first rate, of ever shorter ones, that falls enough.",
        race=Race(
            surface="rosenbrock",
            start=(-1.2, 1.0),
            steps=200,
            racers=(racer("gradient_descent", 0.003), racer("line_search_armijo", 1.0)),
        ),
        claim="After 200 steps a constant rate, hand-picked, leaves a loss of 0.37; backtracking, which nobody tuned, "
        "leaves 0.004.",
        measured=lambda g, b: (200, g.loss[-1], b.loss[-1]),
    ),
    "newton": Story(
        problem="The slope alone does not say how far to go; with the curvature it does.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=60,
            racers=(racer("gradient_descent", 0.17), racer("newton", 1.0)),
        ),
        claim="On a quadratic it needs 1 step, gradient descent 23. But it seeks any point without slope: on the "
        "bounded saddle it ends at the saddle, at a loss of 0 and not of −1.",
        measured=_newton,
    ),
}
