"""Second implementations of what no recording settles: plain Python floats, sharing nothing with ours."""

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from tests.losses import BOWL, GENTLE, HIMMELBLAU, RAVINE, ROSENBROCK


def gradient_descent(grad, x, y, steps, lr):
    for _ in range(steps):
        gx, gy = grad(x, y)
        x, y = x - lr * gx, y - lr * gy
        yield x, y


def momentum(grad, x, y, steps, lr, beta):
    """The unrolled sum of the lecture notes: every past gradient, weighted by its age."""
    seen = []
    for _ in range(steps):
        seen.append(grad(x, y))
        ages = range(len(seen) - 1, -1, -1)
        x -= lr * sum(beta**age * g[0] for age, g in zip(ages, seen, strict=True))
        y -= lr * sum(beta**age * g[1] for age, g in zip(ages, seen, strict=True))
        yield x, y


def lookahead(grad, x, y, steps, lr, k, alpha):
    """Algorithm 1 with gradient steps inside: outer loop over the slow point, inner over the fast one."""
    done = 0
    while done < steps:
        fast_x, fast_y = x, y
        for i in range(k):
            gx, gy = grad(fast_x, fast_y)
            fast_x, fast_y = fast_x - lr * gx, fast_y - lr * gy
            done += 1
            if i < k - 1:
                yield fast_x, fast_y
        x, y = x + alpha * (fast_x - x), y + alpha * (fast_y - y)
        yield x, y


SECOND = {
    "gradient_descent": (gradient_descent, [{"lr": 0.002}, {"lr": 0.001}, {"lr": 0.0008}]),
    "momentum": (
        momentum,
        [{"lr": 0.002, "beta": 0.9}, {"lr": 0.0005, "beta": 0.99}, {"lr": 0.004, "beta": 0.3}],
    ),
    "lookahead": (
        lookahead,
        [
            {"lr": 0.004, "k": 5, "alpha": 0.5},
            {"lr": 0.0005, "k": 3, "alpha": 0.9},
            {"lr": 0.001, "k": 12, "alpha": 0.2},
        ],
    ),
}

CASES = [(name, settings) for name, (_, choices) in SECOND.items() for settings in choices]
SURFACES = {
    "bowl": (BOWL, (2.0, 1.5)),
    "ravine": (RAVINE, (-3.0, 1.5)),
    "rosenbrock": (ROSENBROCK, (-1.2, 1.0)),
    "himmelblau": (HIMMELBLAU, (0.5, -0.5)),
    "gentle": (GENTLE, (2.5, -1.5)),
}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(("name", "settings"), CASES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(CASES)])
def test_the_path_is_that_of_the_second_implementation(name, settings, surface):
    loss, start = SURFACES[surface]
    steps = 60
    theirs = np.array(list(SECOND[name][0](loss.scalar_gradient, *start, steps, **settings))[:steps])
    ours = run(ours_from(name, settings), loss, [start], steps).theta[1:, 0]
    assert np.isfinite(ours).all()
    np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-8)


def ours_from(name, settings):
    if OPTIMIZERS[name].inner is None:
        return OPTIMIZERS[name](**settings)
    own = {key: value for key, value in settings.items() if key != "lr"}
    return OPTIMIZERS[name](inner=OPTIMIZERS["gradient_descent"](lr=settings["lr"]), **own)
