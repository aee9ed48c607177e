"""Second implementations of what no recording settles: plain Python floats, sharing nothing with ours.

Where ours keeps a running mean, these sum the whole history anew; where ours handles all rows at once, these walk
one path; the line searches close in by halving.
"""

import math

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from tests.losses import BOWL, CONVEX, HIMMELBLAU, RAVINE, ROSENBROCK


def by_coordinate(rule):
    """A walk from a rule for one coordinate: (its gradients so far, its positions so far) -> next position."""

    def walk(loss, x, y, steps, **settings):
        xs, ys, gxs, gys = [x], [y], [], []
        for _ in range(steps):
            gx, gy = loss.scalar_gradient(xs[-1], ys[-1])
            gxs.append(gx)
            gys.append(gy)
            xs.append(rule(gxs, xs, **settings))
            ys.append(rule(gys, ys, **settings))
            yield xs[-1], ys[-1]

    return walk


def weighted(values, beta):
    """The sum of beta^age * value."""
    return sum(beta**age * value for age, value in enumerate(reversed(values)))


def mean(values, beta):
    return (1 - beta) * weighted(values, beta)


def squares(values):
    return [value * value for value in values]


@by_coordinate
def gradient_descent(g, theta, lr):
    return theta[0] - lr * sum(g)


@by_coordinate
def momentum(g, theta, lr, beta):
    """The unrolled sum of the lecture notes: every past gradient, weighted by its age."""
    return theta[-1] - lr * weighted(g, beta)


@by_coordinate
def sgd_l2(g, theta, lr, beta, weight_decay):
    penalized = [slope + weight_decay * where for slope, where in zip(g, theta, strict=True)]
    return theta[-1] - lr * weighted(penalized, beta)


@by_coordinate
def sgdw(g, theta, lr, beta, weight_decay):
    return (1 - lr * weight_decay) * theta[-1] - lr * weighted(g, beta)


@by_coordinate
def adagrad_window(g, theta, lr, k, eps):
    return theta[-1] - lr * g[-1] / (math.sqrt(sum(squares(g[-k:]))) + eps)


def adam_like(g, theta, lr, beta1, beta2, eps, largest=False):
    """Kingma & Ba, Algorithm 1, lines 7 to 12; largest: PyTorch's AMSGrad."""
    t = len(g)
    v = max(mean(squares(g[: i + 1]), beta2) for i in range(t)) if largest else mean(squares(g), beta2)
    m_hat, v_hat = mean(g, beta1) / (1 - beta1**t), v / (1 - beta2**t)
    return theta[-1] - lr * m_hat / (math.sqrt(v_hat) + eps)


@by_coordinate
def adam_uncorrected(g, theta, lr, beta1, beta2, eps):
    return theta[-1] - lr * mean(g, beta1) / (math.sqrt(mean(squares(g), beta2)) + eps)


@by_coordinate
def adam_l2(g, theta, weight_decay, **settings):
    return adam_like([a + weight_decay * b for a, b in zip(g, theta, strict=True)], theta, **settings)


@by_coordinate
def amsgrad(g, theta, **settings):
    return adam_like(g, theta, largest=True, **settings)


@by_coordinate
def radam(g, theta, lr, beta1, beta2, eps):
    """Liu et al., Algorithm 2, lines 5 to 15, with PyTorch's threshold and its place of eps."""
    t = len(g)
    m_hat = mean(g, beta1) / (1 - beta1**t)
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * t * beta2**t / (1 - beta2**t)
    if length <= 5:
        return theta[-1] - lr * m_hat
    rectified = math.sqrt((length - 4) / (longest - 4) * (length - 2) / (longest - 2) * longest / length)
    adaptive = math.sqrt(1 - beta2**t) / (math.sqrt(mean(squares(g), beta2)) + eps)
    return theta[-1] - lr * rectified * m_hat * adaptive


def bound(g, theta, lr, beta1, beta2, eps, final_lr, gamma, largest=False):
    t = len(g)
    v = max(mean(squares(g[: i + 1]), beta2) for i in range(t)) if largest else mean(squares(g), beta2)
    rate = lr * math.sqrt(1 - beta2**t) / (1 - beta1**t) / (math.sqrt(v) + eps)
    low, high = final_lr - final_lr / (gamma * t + 1), final_lr + final_lr / (gamma * t)
    return theta[-1] - mean(g, beta1) * sorted((low, rate, high))[1]


@by_coordinate
def adabound(g, theta, **settings):
    return bound(g, theta, **settings)


@by_coordinate
def amsbound(g, theta, **settings):
    return bound(g, theta, largest=True, **settings)


def lookahead(loss, x, y, steps, lr, k, alpha):
    """Algorithm 1 with gradient steps inside: outer loop over the slow point, inner over the fast one."""
    done = 0
    while done < steps:
        fast_x, fast_y = x, y
        for i in range(k):
            gx, gy = loss.scalar_gradient(fast_x, fast_y)
            fast_x, fast_y = fast_x - lr * gx, fast_y - lr * gy
            done += 1
            if i < k - 1:
                yield fast_x, fast_y
        x, y = x + alpha * (fast_x - x), y + alpha * (fast_y - y)
        yield x, y


def swats(loss, x, y, steps, lr, beta1, beta2, eps, rho, k):
    """Keskar & Socher, Algorithm 1, with a relative tolerance and a first update on which it may switch."""
    gxs, gys, rates, done = [], [], [], 0
    while done < steps:
        gx, gy = loss.scalar_gradient(x, y)
        gxs.append(gx)
        gys.append(gy)
        done += 1
        correction = math.sqrt(1 - beta2**done) / (1 - beta1**done)
        px, py = (-lr * correction * mean(g, beta1) / (math.sqrt(mean(squares(g), beta2)) + eps) for g in (gxs, gys))
        x, y = x + px, y + py
        yield x, y
        along = px * gx + py * gy
        if along >= 0:
            rates.append(None)
            continue
        rates.append(-(px * px + py * py) / along)
        found = 0.0
        for rate in rates:
            found = found if rate is None else beta2 * found + (1 - beta2) * rate
        found /= 1 - beta2**done
        if done > k and abs(found - rates[-1]) < rho * found:
            break
    vx = vy = 0.0
    while done < steps:
        gx, gy = loss.scalar_gradient(x, y)
        vx, vy = beta1 * vx + gx, beta1 * vy + gy
        x, y = x - (1 - beta1) * found * vx, y - (1 - beta1) * found * vy
        done += 1
        yield x, y


def newton(loss, x, y, steps, lr):
    for _ in range(steps):
        _, gx, gy, a, b, _, d = loss.scalar(x, y)
        factor = b / a  # Gaussian elimination
        py = (gy - factor * gx) / (d - factor * b)
        px = (gx - b * py) / a
        x, y = x - lr * px, y - lr * py
        yield x, y


def downhill(loss, x, y, gx, gy, a):
    hx, hy = loss.scalar_gradient(x - a * gx, y - a * gy)
    return gx * hx + gy * hy > 0


def line_search_exact(loss, x, y, steps, lr):
    for _ in range(steps):
        gx, gy = loss.scalar_gradient(x, y)

        low, high = 0.0, lr
        while downhill(loss, x, y, gx, gy, high):
            low, high = high, 2 * high
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if downhill(loss, x, y, gx, gy, middle) else (low, middle)
        x, y = x - high * gx, y - high * gy
        yield x, y


def line_search_armijo(loss, x, y, steps, lr, rho, gamma):
    """Nocedal & Wright, Algorithm 3.1; it stays where a rate that is still too long cannot be felt any more."""
    for _ in range(steps):
        height, gx, gy = loss.scalar(x, y)[:3]
        square = gx * gx + gy * gy
        half_gaps = [math.ulp(where) / 2 / abs(slope) for where, slope in ((x, gx), (y, gy)) if slope]
        a = lr
        while loss.scalar(x - a * gx, y - a * gy)[0] > height - gamma * a * square:
            a *= rho
            if a <= min(half_gaps) or a <= math.ulp(height) / 2 / square:
                a = 0.0
        x, y = x - a * gx, y - a * gy
        yield x, y


ADAM = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
QUICK = {"beta1": 0.8, "beta2": 0.9, "eps": 1e-3}
PLAIN = {"beta1": 0.0, "beta2": 0.99, "eps": 0.1}
BOUNDS = {"final_lr": 0.004, "gamma": 0.05}

SECOND = {
    "gradient_descent": (gradient_descent, [{"lr": 0.002}, {"lr": 0.001}, {"lr": 0.0008}]),
    "momentum": (
        momentum,
        [{"lr": 0.002, "beta": 0.9}, {"lr": 0.0005, "beta": 0.99}, {"lr": 0.004, "beta": 0.3}],
    ),
    "sgd_l2": (
        sgd_l2,
        [
            {"lr": 0.002, "beta": 0.9, "weight_decay": 0.1},
            {"lr": 0.0005, "beta": 0.99, "weight_decay": 1.0},
            {"lr": 0.004, "beta": 0.0, "weight_decay": 0.5},
        ],
    ),
    "adagrad_window": (
        adagrad_window,
        [{"lr": 0.05, "k": 10, "eps": 1e-10}, {"lr": 0.01, "k": 1, "eps": 0.1}, {"lr": 0.2, "k": 40, "eps": 1e-6}],
    ),
    "adam_uncorrected": (adam_uncorrected, [{"lr": 0.05} | ADAM, {"lr": 0.02} | QUICK, {"lr": 0.1} | PLAIN]),
    "adam_l2": (
        adam_l2,
        [
            {"lr": 0.05, "weight_decay": 0.1} | ADAM,
            {"lr": 0.02, "weight_decay": 1.0} | QUICK,
            {"lr": 0.1, "weight_decay": 0.01} | PLAIN,
        ],
    ),
    "amsgrad": (amsgrad, [{"lr": 0.05} | ADAM, {"lr": 0.02} | QUICK, {"lr": 0.1} | PLAIN]),
    "radam": (radam, [{"lr": 0.002} | ADAM, {"lr": 0.002} | QUICK, {"lr": 0.001} | PLAIN]),
    "adabound": (
        adabound,
        [
            {"lr": 0.05} | ADAM | BOUNDS,
            {"lr": 0.02} | QUICK | {"final_lr": 0.002, "gamma": 0.5},
            {"lr": 0.05} | ADAM | {"final_lr": 0.1, "gamma": 1e-3},
        ],
    ),
    "lookahead": (
        lookahead,
        [
            {"lr": 0.004, "k": 5, "alpha": 0.5},
            {"lr": 0.0005, "k": 3, "alpha": 0.9},
            {"lr": 0.001, "k": 12, "alpha": 0.2},
        ],
    ),
    "swats": (
        swats,
        [
            {"lr": 0.05, "rho": 0.01, "k": 10} | ADAM,
            {"lr": 0.02, "rho": 0.2, "k": 5} | QUICK,
            {"lr": 0.05, "rho": 0.5, "k": 20} | ADAM,
        ],
    ),
    "newton": (newton, [{"lr": 1.0}, {"lr": 0.5}, {"lr": 0.1}]),
    "line_search_exact": (line_search_exact, [{"lr": 1e-4}, {"lr": 3e-4}, {"lr": 1e-3}]),
    "line_search_armijo": (
        line_search_armijo,
        [
            {"lr": 1.0, "rho": 0.5, "gamma": 1e-4},
            {"lr": 0.1, "rho": 0.8, "gamma": 0.3},
            {"lr": 5.0, "rho": 0.2, "gamma": 0.1},
        ],
    ),
}
SECOND["momentum_v"] = SECOND["momentum"]
SECOND["sgdw"] = (sgdw, SECOND["sgd_l2"][1])
SECOND["amsbound"] = (amsbound, SECOND["adabound"][1])

CASES = [(name, settings) for name, (_, choices) in SECOND.items() for settings in choices]
SURFACES = {
    "bowl": (BOWL, (2.0, 1.5)),
    "ravine": (RAVINE, (-3.0, 1.5)),
    "rosenbrock": (ROSENBROCK, (-1.2, 1.0)),
    "himmelblau": (HIMMELBLAU, (0.5, -0.5)),
    "convex": (CONVEX, (2.5, -1.5)),
}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(("name", "settings"), CASES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(CASES)])
def test_the_path_is_that_of_the_second_implementation(name, settings, surface):
    loss, start = SURFACES[surface]
    steps = 60
    theirs = np.array(list(SECOND[name][0](loss, *start, steps, **settings))[:steps])
    ours = run(ours_from(name, settings), loss, [start], steps).theta[1:, 0]
    assert np.isfinite(ours).all()
    np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-8)


def ours_from(name, settings):
    if OPTIMIZERS[name].inner is None:
        return OPTIMIZERS[name](**settings)
    own = {key: value for key, value in settings.items() if key != "lr"}
    return OPTIMIZERS[name](inner=OPTIMIZERS["gradient_descent"](lr=settings["lr"]), **own)
