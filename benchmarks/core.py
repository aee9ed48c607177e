"""The optimizers alone: no server and no browser. With PyTorch or optax in the environment, they run beside ours."""

import importlib
import subprocess
import sys
from typing import Any

import numpy as np

from benchmarks import swarm
from benchmarks.lines import Line, against, median, ms, repeated, seconds
from experiments.settings import with_rate
from optimizers import OPTIMIZERS, Optimizer, run
from surfaces import SURFACES

START = (-1.2, 1.0)  # Rosenbrock's own
RATE = 0.01  # nothing diverges with it on the surfaces below
QUICK, THOROUGH = 25, 80  # µs a step; more for those that ask more than one gradient of the loss
ASKING = {"newton", "line_search_exact", "line_search_armijo", "sam"}


def measure(steps: int = 1000, starts: int = 10_000, repeats: int = 15) -> list[Line]:
    """All lines of this part. The sizes are those of the claims; smaller ones are for trying it out."""
    return [
        *one_start(steps, repeats),
        *many_starts(steps, starts, max(1, repeats // 3)),
        *swarm.measure(min(steps, 300), starts, max(1, repeats // 3)),
        *every_optimizer(steps, repeats),
        *importing(repeats),
    ]


def one_start(steps: int, repeats: int) -> list[Line]:
    """Adam from one start, by `optimizers.run` and by PyTorch with autograd, taking turns."""
    adam = OPTIMIZERS["adam"](lr=RATE)
    torch = _torch()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(repeats + 1):
        ours.append(1000 * seconds(lambda: _ours(adam, steps)))
        if torch:
            theirs.append(1000 * seconds(lambda: _theirs(torch, adam, steps)))
    del ours[0], theirs[:1]  # the first run of either warms up
    what = f"Adam, {steps} steps from one start, Rosenbrock"
    how = f"`optimizers.run`: path and loss of every step kept; {repeats} runs"
    lines = [Line(what, ms(median(ours)), f"best {ms(min(ours))}", how, **against(median(ours), 15, "ms"))]
    if not torch:
        return [*lines, Line("the same in PyTorch", "–", "–", "PyTorch is not installed", "≥ 12 × slower")]
    ratio = median(theirs) / median(ours)
    apart = float(np.abs(_ours(adam, steps) - _theirs(torch, adam, steps)).max())
    how = f"torch {torch.__version__}, autograd, float64, one thread, nothing kept; ends {apart:.0e} from ours"
    lines.append(Line("the same in PyTorch", ms(median(theirs)), f"best {ms(min(theirs))}", how))
    how = "ratio of the medians, and of the best runs; they took turns"
    best = f"best {min(theirs) / min(ours):.1f} ×"
    return [
        *lines,
        Line("PyTorch's time over ours", f"{ratio:.1f} ×", best, how, **against(ratio, 12, "×", least=True)),
    ]


def _ours(adam: Optimizer, steps: int) -> Any:
    return run(adam, SURFACES["rosenbrock"], [START], steps).theta[-1, 0]


def _theirs(torch: Any, adam: Any, steps: int) -> Any:
    theta = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([theta], lr=adam.lr, betas=(adam.beta1, adam.beta2), eps=adam.eps)
    for _ in range(steps):
        optimizer.zero_grad()
        x, y = theta
        loss = (1 - x) ** 2 + 100 * (y - x**2) ** 2
        loss.backward()
        optimizer.step()
    return theta.detach().numpy()


def _torch() -> Any:
    """PyTorch if this environment has it; the project itself never does."""
    try:
        torch = importlib.import_module("torch")
    except ImportError:
        return None
    torch.set_num_threads(1)  # for two numbers, more threads only cost
    return torch


def many_starts(steps: int, starts: int, repeats: int) -> list[Line]:
    """As many runs at once as a map of the basins needs."""
    surface = SURFACES["himmelblau"]
    low, high = np.array(surface.bounds).T
    thetas = low + np.random.default_rng(0).random((starts, 2)) * (high - low)
    lines = []
    for name in ("adam", "gradient_descent"):
        optimizer = OPTIMIZERS[name](lr=RATE)
        taken = repeated(lambda o=optimizer: run(o, surface, thetas, steps), repeats)
        what = f"{optimizer.name}, {steps} steps from {starts:,} starts, Himmelblau"
        how = f"one `optimizers.run`, the whole path and its losses kept in float64; {repeats} runs"
        time = f"{median(taken):.2f} s"
        lines.append(Line(what, time, f"best {min(taken):.2f} s", how, **against(median(taken), 0.6, "s")))
    return lines


def every_optimizer(steps: int, repeats: int) -> list[Line]:
    """Microseconds a step of every optimizer in the list, with its gradients (and Hessians, and line searches)."""
    surface = SURFACES["himmelblau"]
    repeats = max(1, repeats // 3)
    how = f"{steps} steps from one start on Himmelblau, gradient, path and loss included; {repeats} runs"
    lines = []
    for optimizer_class in OPTIMIZERS.values():
        optimizer = with_rate(optimizer_class(), RATE)
        taken = repeated(lambda o=optimizer: run(o, surface, [surface.starts[0]], steps), repeats)
        micro = [1e6 * one / steps for one in taken]
        aim = against(median(micro), THOROUGH if optimizer.id in ASKING else QUICK, "µs")
        what = f"{optimizer.name}, a step"
        lines.append(Line(what, f"{median(micro):.1f} µs", f"best {min(micro):.1f} µs", how, **aim))
        how = "likewise"
    return lines


IMPORT = """
import time
begin = time.perf_counter()
import numpy, sympy
between = time.perf_counter()
import optimizers
print(between - begin, time.perf_counter() - between)
print(len(optimizers.proof._BUILT) + len(optimizers.schedule._BUILT))
"""


def importing(repeats: int) -> list[Line]:
    """The import of `optimizers` in a new process, past that of NumPy and SymPy, which it needs."""
    needed, own, built = [], [], "0"
    for _ in range(repeats):
        told = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True).stdout
        before, after, built = told.split()
        needed.append(1000 * float(before))
        own.append(1000 * float(after))
    how = f"after NumPy and SymPy, {ms(median(needed))}; {repeats} processes; equations built by it: {built}"
    return [Line("`import optimizers`", ms(median(own)), f"best {ms(min(own))}", how)]
