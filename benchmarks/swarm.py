"""Many starts at once: a swarm, and the optimizers beside optax, which jits and vmaps where it is installed."""

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.lines import Line, against, median, ms, repeated, seconds
from optimizers import OPTIMIZERS, Optimizer, run
from surfaces import SURFACES

SURFACE = SURFACES["himmelblau"]
RATE = 0.01
RATES = {"momentum": 0.001}  # where nothing diverges


def measure(steps: int, starts: int, repeats: int) -> list[Line]:
    """All lines of this file."""
    return [*swarm(steps, starts // 5, repeats), *beside_optax(steps, starts, repeats)]


def spread(starts: int) -> Any:
    """Starts all over the map, (n, 2)."""
    low, high = np.array(SURFACE.bounds).T
    return low + np.random.default_rng(0).random((starts, 2)) * (high - low)


def swarm(steps: int, starts: int, repeats: int) -> list[Line]:
    """A swarm's part of the time until it is on screen."""
    adam, thetas = OPTIMIZERS["adam"](lr=RATE), spread(starts)
    taken = [1000 * one for one in repeated(lambda: run(adam, SURFACE, thetas, steps), repeats)]
    what = f"A swarm: Adam, {steps} steps from {starts:,} starts, Himmelblau"
    how = f"one `optimizers.run`; of the 0.5 s until it is on screen; {repeats} runs"
    return [Line(what, ms(median(taken)), f"best {ms(min(taken))}", how, **against(median(taken), 500, "ms"))]


def beside_optax(steps: int, starts: int, repeats: int) -> list[Line]:
    """Our time over optax's for the same paths, taking turns."""
    rules = ("adam", "momentum", "rmsprop")
    if not _installed("optax"):
        return [Line(f"{name} beside optax", "–", "–", "optax is not installed", "≤ 2.5 ×") for name in rules]
    thetas = spread(starts)
    lines = []
    for name in rules:
        optimizer = OPTIMIZERS[name](lr=RATES.get(name, RATE))
        theirs = _theirs(optimizer, thetas, steps)
        first = slice(min(steps, 20))  # later, rounding grows where a rule runs to and fro
        apart = np.abs(run(optimizer, SURFACE, thetas, steps).theta[1:] - theirs())[first].max()  # warms both up
        pairs = []
        for _ in range(repeats):
            pairs.append((seconds(lambda o=optimizer: run(o, SURFACE, thetas, steps)), seconds(theirs)))
        ours, others = (median(column) for column in zip(*pairs, strict=True))
        best = min(one for one, _ in pairs) / min(other for _, other in pairs)
        what = f"{optimizer.name}, {steps} steps from {starts:,} starts: our time over optax's"
        how = (
            f"{ours:.2f} s and {others:.2f} s; optax jitted, vmapped, warm, float64, path and loss stored;"
            f" at first {apart:.0e} apart; {repeats} turns each"
        )
        ratio = ours / others
        lines.append(Line(what, f"{ratio:.2f} ×", f"best {best:.2f} ×", how, **against(ratio, 2.5, "×")))
    return lines


def _theirs(optimizer: Optimizer, thetas: Any, steps: int) -> Callable[[], Any]:
    """The same walk by optax, compiled at its first call; it gives the path (steps, n, 2)."""
    jax, optax = (importlib.import_module(name) for name in ("jax", "optax"))
    jax.config.update("jax_enable_x64", True)
    o: Any = optimizer
    rule = {
        "adam": lambda: optax.adam(o.lr, o.beta1, o.beta2, o.eps),
        "momentum": lambda: optax.sgd(o.lr, o.beta),
        "rmsprop": lambda: optax.rmsprop(o.lr, o.rho, o.eps, eps_in_sqrt=False),
    }[optimizer.id]()

    def loss(theta: Any) -> Any:
        x, y = theta
        return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2

    def walk(start: Any) -> Any:
        def update(carried: Any, _: Any) -> Any:
            theta, state = carried
            step, state = rule.update(jax.grad(loss)(theta), state)
            theta = theta + step
            return (theta, state), (theta, loss(theta))

        return jax.lax.scan(update, (start, rule.init(start)), None, steps)[1]

    walks = jax.jit(jax.vmap(walk, out_axes=1))
    points = jax.numpy.asarray(thetas)
    return lambda: np.asarray(jax.block_until_ready(walks(points))[0])


def _installed(name: str) -> bool:
    """Whether this environment has it; the project itself never does."""
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True
