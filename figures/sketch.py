"""An experiment as a small picture: the stamp of its surface, and the racers' paths over it as an SVG drawing."""

import base64
from collections.abc import Iterable

import numpy as np

from experiments.circle import paths
from experiments.experiment import Experiment
from experiments.race import race
from figures.palette import CONTOUR, CROSS, GROUND, INK, RACERS
from figures.thumbnail import frame, stamp
from surfaces import Surface

FINE = 2  # times as fine as a stamp
FAR = 3.0  # frames around the picture: points beyond are outside any clip, and their numbers stay short


def sketch(experiment: Experiment) -> str:
    """HTML: its colours follow the theme."""
    shown = [
        (RACERS["light"][racer.slot], RACERS["dark"][racer.slot], run.trajectory.theta[:, 0])
        for racer, run in race(experiment)
    ]
    if experiment.circle is not None:
        _, walk = paths(experiment.surface, experiment.start, experiment.circle, experiment.steps)
        shown.append((INK["light"], INK["dark"], walk))
    return drawing(experiment.surface, shown)


def drawing(
    surface: Surface, shown: Iterable[tuple[str, str, np.ndarray]] = (), fine: int = FINE, above: str = ""
) -> str:
    """A surface with paths: the colours of each in the light and in the dark theme, and its points (steps + 1, 2).

    fine: how many times as fine as a stamp the ground is. above: more layers.
    """
    drawn = stamp(surface, fine)
    light, dark = (GROUND[theme] for theme in ("light", "dark"))
    layers = [layer(light[0][1], dark[0][1], drawn.shades), layer(CONTOUR["light"], CONTOUR["dark"], drawn.lines)]
    layers += [layer(day, night, path(surface, theta)) for day, night, theta in shown]
    crosses = "".join(f'<b style="left: {x:.1f}%; top: {y:.1f}%"></b>' for x, y in drawn.minima)
    ground = f"light-dark({light[-1][1]}, {dark[-1][1]}); color: light-dark({CROSS['light']}, {CROSS['dark']})"
    inside = "".join(layers) + above + crosses
    return f'<div class="steepest-sketch" aria-hidden="true" style="background: {ground}">{inside}</div>'


def path(surface: Surface, theta: np.ndarray) -> str:
    """A path (steps + 1, 2) as the address of a picture: a line with a dot at every step, in no colour of its own."""
    points = spots(surface, theta[np.isfinite(theta).all(axis=1)])
    dots = "".join(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="0.9"/>' for x, y in points)
    line = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 75">'
        f'<polyline points="{line}" fill="none" stroke="#000" stroke-width="0.6"/>{dots}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def spots(surface: Surface, theta: np.ndarray) -> list[tuple[float, float]]:
    """Points (n, 2) in the units of the drawing: 100 wide, 75 high, y downwards."""
    (left, right), (bottom, top) = frame(surface)
    x = np.clip((theta[:, 0] - left) / (right - left), -FAR, FAR) * 100
    y = np.clip((top - theta[:, 1]) / (top - bottom), -FAR, FAR) * 75
    return list(zip(x.tolist(), y.tolist(), strict=True))


def layer(light: object, dark: object, mask: str) -> str:
    """A colour of each theme where the picture at this address is opaque."""
    colour = f"light-dark({light}, {dark})"
    shape = f"url({mask}) 0 0 / 100% 100%"
    return f'<i style="background: {colour}; -webkit-mask: {shape}; mask: {shape}"></i>'
