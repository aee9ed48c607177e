"""A race as small as a stamp: its runs, or the rates that its schedules give them, as lines with their names.

Lines are masks without a colour of their own, as stamps are; dashes are those of the race.
"""

import base64
from html import escape

import numpy as np
from numpy.typing import NDArray

from experiments.experiment import Experiment, Racer
from experiments.race import race
from figures.palette import DASHES, RACERS
from figures.sketch import drawing, layer, spots

Lines = list[tuple[Racer, NDArray[np.float64]]]  # points (n, 2): 100 wide, 75 high, y downwards

NEAR = 0.4  # of the drawing's 100: points nearer than this to the last one drawn are left out
MARGIN = 6.0  # above and below the curves of rates


def paths(experiment: Experiment) -> str:
    """HTML: the runs over their surface. The noise is that of the race's own seed."""
    surface = experiment.surface
    runs = [(racer, run.trajectory.theta[:, 0]) for racer, run in race(experiment)]
    lines = [(racer, _until_it_leaves(np.array(spots(surface, theta)))) for racer, theta in runs]
    return _figure(drawing(surface, (), 1, "".join(map(_layer, *zip(*lines, strict=True)))), lines)


def rates(experiment: Experiment) -> str:
    """HTML: the rate of every update, for each racer."""
    steps = experiment.steps
    known = [
        (racer, np.array([racer.optimizer.lr * racer.schedule(t, steps) for t in range(steps)]))
        for racer in experiment.racers
    ]
    highest = max(rate.max() for _, rate in known)
    across = np.linspace(0, 100, steps)
    lines = [
        (racer, np.stack([across, 75 - MARGIN - (75 - 2 * MARGIN) * rate / highest], axis=1)) for racer, rate in known
    ]
    layers = "".join(map(_layer, *zip(*lines, strict=True)))
    return _figure(f'<div class="steepest-sketch rates">{layers}</div>', lines)


def _figure(picture: str, lines: Lines) -> str:
    names = _names([racer for racer, _ in lines])
    sample = np.array([[0.0, 37.5], [100.0, 37.5]])
    listed = "".join(
        f"<li><span>{_layer(racer, sample)}</span>{escape(name)}</li>"
        for (racer, _), name in zip(lines, names, strict=True)
    )
    return f'<figure class="steepest-miniature" aria-hidden="true">{picture}<ul>{listed}</ul></figure>'


def _names(racers: list[Racer]) -> list[str]:
    """What tells them apart: the rules, else the schedules, else the rates."""
    for texts in ([r.optimizer.name for r in racers], [r.schedule.name for r in racers]):
        if len(set(texts)) == len(texts):
            return texts
    return [f"η = {r.optimizer.lr:g}" for r in racers]


def _layer(racer: Racer, points: NDArray[np.float64]) -> str:
    dash = " ".join(f"{pixels / 2:g}" for pixels in DASHES[racer.slot])
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in _thinned(points))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 75" preserveAspectRatio="none">'
        f'<polyline points="{line}" fill="none" stroke="#000" stroke-width="2" stroke-dasharray="{dash}"'
        ' vector-effect="non-scaling-stroke"/></svg>'
    )
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
    return layer(RACERS["light"][racer.slot], RACERS["dark"][racer.slot], address)


def _until_it_leaves(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Up to the first point after which none is inside the picture; one that is not finite ends it, too."""
    inside = ((points >= 0) & (points <= (100, 75))).all(axis=1)
    points = points[: np.flatnonzero(inside)[-1] + 2]
    return points[np.isfinite(points).all(axis=1)]


def _thinned(points: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Without points that would fall on the one before; the last one stays."""
    kept = [points[0]]
    for point in points[1:]:
        if np.abs(point - kept[-1]).max() >= NEAR:
            kept.append(point)
    return [(float(x), float(y)) for x, y in (*kept, points[-1])]
