"""The map of a surface: filled contours, minima and a colour bar, and the one message that brings it to the browser.

What is drawn is not the loss but its tone, a monotone function of it: most surfaces span decades, and a map of the
loss itself would show a cliff and one even floor. The colour bar is labelled with true values.
"""

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from experiments.limits import GRID
from experiments.typeset import plain, short
from figures.palette import CONTOUR, CROSS, DASHES, GROUND, INK, MARKERS, PAPER, RACERS, THEMES
from surfaces import Surface

Array = NDArray[np.float64]
Bounds = tuple[tuple[float, float], tuple[float, float]]

ASPECTS = (0.9, 2.2)  # of the map on screen, width by height
LEVELS = 16  # contour lines between the lowest and the highest loss within the bounds
BEYOND = 1.0  # how far contour lines go on outside the bounds, in tones
LOW = 0.05  # the least share of the map on which the tone is about linear in the loss
CROWD = 120  # lines that a straight line across the map may cross; with more, shades say it better
HUGE = 1e300  # losses beyond this, and those that overflowed, are drawn as this
FLAT = 1e-10  # a range this small, relative to the values, is rounding
CELLS = GRID  # along each axis within the bounds: the first that is fine enough
ERROR = 0.07 / LEVELS  # which is: halfway between two of its points the tone errs by less than this,
SURE = 0.997  # in this share of
SAMPLE = 4000  # places
SHADES = 4.0  # times that error does no harm where there are no lines
TICKS = 6  # on the colour bar
END = 0.02  # how far the first and the last may stand from its ends, in tones
FRAME = "rgba(128, 145, 155, 0.5)"  # does for both themes, like
TICK = "#87939a"  # on the axes


def region(bounds: Bounds) -> Bounds:
    """The area that a map with axes of equal scale may show around `bounds`, whatever its shape within ASPECTS."""
    (x0, x1), (y0, y1) = bounds
    width, height = x1 - x0, y1 - y0
    x_more = max(0.0, ASPECTS[1] * height - width) / 2
    y_more = max(0.0, width / ASPECTS[0] - height) / 2
    return (x0 - x_more, x1 + x_more), (y0 - y_more, y1 + y_more)


@dataclass(frozen=True)
class Tone:
    """sign(d) log(1 + |d| / scale) / top, with d = f - base: 0 at the lowest loss within the bounds, 1 at the highest.

    Strictly monotone, about linear in d below `scale` and about logarithmic above it; outside the bounds it goes
    on, and saturates BEYOND below 0 and above 1. What has no value has no tone: NaN.
    """

    base: float
    scale: float
    top: float

    @classmethod
    def of(cls, losses: Array) -> Self:
        """The tone for losses sampled within the bounds: half of the map lies below the middle tone.

        Where most of the map is high already, as around a plateau's well, it is nearly linear.
        """
        losses = np.clip(losses[np.isfinite(losses)], -HUGE, HUGE)
        base = float(losses.min(initial=HUGE)) if losses.size else 0.0
        above = losses[losses > base + FLAT * abs(base)] - base
        if above.max(initial=0.0) < 1.0 / HUGE:
            return cls(base, max(1.0, abs(base)), math.log(2.0))
        low, middle, highest = np.quantile(above, [LOW, 0.5, 1.0])
        scale = middle * (middle / max(highest - 2.0 * middle, 0.1 * middle))  # solves tone(middle) = 1/2
        scale = max(low, scale)
        return cls(base, float(scale), float(_log1p_ratio(highest, scale)))

    def __call__(self, f: Array) -> Array:
        d = np.clip(f, -HUGE, HUGE) - self.base
        with np.errstate(invalid="ignore"):
            return np.clip(np.sign(d) * _log1p_ratio(np.abs(d), self.scale) / self.top, -BEYOND, 1.0 + BEYOND)

    def loss(self, tone: float) -> float:
        """The loss of a tone between 0 and 1."""
        e = tone * self.top
        return self.base + (self.scale * math.expm1(e) if e < 700.0 else math.exp(e + math.log(self.scale)))


def _log1p_ratio(d: Any, scale: float) -> Any:
    """log(1 + d / scale), also where d / scale overflows."""
    with np.errstate(divide="ignore"):
        return np.logaddexp(0.0, np.log(d) - math.log(scale))


def _mesh(xs: Array, ys: Array) -> Array:
    """The points of a grid, (len(ys), len(xs), 2)."""
    return np.stack(np.meshgrid(xs, ys), axis=-1)


def tone_of(surface: Surface) -> tuple[Tone, bool]:
    """The tone of a surface, and whether its contour lines would lie too close together to be told apart."""
    losses = surface.value(_mesh(*(np.linspace(low, high, 201) for low, high in surface.bounds)))
    minima = surface.value(np.array(surface.minima)) if surface.minima else []
    tone = Tone.of(np.append(losses, minima))
    crossed = [LEVELS * np.nansum(np.abs(np.diff(tone(losses), axis=axis)), axis=axis).mean() for axis in (0, 1)]
    return tone, bool(max(crossed) > CROWD)


def _cells(surface: Surface, tone: Tone, error: float) -> tuple[int, int]:
    """How many cells along x and y within the bounds show the surface as it is, without needless detail."""
    lows, highs = np.array(surface.bounds).T
    places = lows + np.random.default_rng(0).random((SAMPLE, 2)) * (highs - lows)

    def errs(axis: int, cells: int) -> bool:
        half = np.zeros(2)
        half[axis] = (highs - lows)[axis] / cells / 2
        around = tone(surface.value(places + np.array([-half, 0 * half, half])[:, None]))
        before, here, after = around
        missing = np.isnan(around)
        edge = missing.any(axis=0) & ~missing.all(axis=0)  # of where the loss is defined
        wrong = edge | (np.abs(here - (before + after) / 2) > error)
        return bool(wrong.mean() > 1.0 - SURE)

    x_cells, y_cells = (next((cells for cells in CELLS[:-1] if not errs(axis, cells)), CELLS[-1]) for axis in (0, 1))
    return x_cells, y_cells


def _axis(inner: tuple[float, float], outer: tuple[float, float], cells: int) -> Array:
    """Grid lines: `cells` even cells within the bounds, and cells twice as wide between them and the region's edge."""
    (a, b), (low, high) = inner, outer
    more = math.ceil((a - low) / (b - a) * cells / 2)
    left, right = np.linspace(low, a, more, endpoint=False), np.linspace(high, b, more, endpoint=False)[::-1]
    return np.concatenate([left, np.linspace(a, b, cells + 1), right])


def _shortest(low: float, high: float) -> float:
    """The number from low to high with the fewest digits; of several, the one nearest to the middle."""
    if low <= 0.0 <= high:
        return 0.0
    exponent = math.floor(math.log10(max(abs(low), abs(high))))
    while (first := math.ceil(low / 10.0**exponent)) > (last := math.floor(high / 10.0**exponent)):
        exponent -= 1
    digits = min(max(round((low + high) / 2 / 10.0**exponent), first), last)
    return float(f"{digits}e{exponent}")


def ticks_of(tone: Tone) -> tuple[list[float], list[str]]:
    """Tones along the colour bar, and the losses there: spaced nearly evenly, so that the losses are short numbers."""
    middles = np.linspace(0.0, 1.0, TICKS)
    near = np.array([END, *[0.25 / (TICKS - 1)] * (TICKS - 2), END])
    edges = zip(np.maximum(middles - near, 0.0), np.minimum(middles + near, 1.0), strict=True)
    intervals = [(tone.loss(low), tone.loss(high)) for low, high in edges]
    low, high = intervals[0]
    intervals[0] = (low - 1e-6 * (high - low), high)  # a minimum that is 0 but for rounding is labelled 0
    losses = [_shortest(*interval) for interval in intervals]
    return np.clip(tone(np.array(losses)), 0.0, 1.0).tolist(), [short(loss) for loss in losses]


def map_figure(surface: Surface) -> go.Figure:
    """The map in the light theme's colours. The browser sets its size, its ranges and the other theme's colours."""
    look = themes()["light"]
    tone, crowded = tone_of(surface)
    cells = _cells(surface, tone, ERROR * SHADES if crowded else ERROR)
    xs, ys = (_axis(*ends) for ends in zip(surface.bounds, region(surface.bounds), cells, strict=True))
    tickvals, ticktext = ticks_of(tone)
    contour = go.Contour(
        x=xs,
        y=ys,
        z=tone(surface.value(_mesh(xs, ys))).astype(np.float32),
        zmin=0.0,
        zmax=1.0,
        contours={
            "coloring": "heatmap" if crowded else "fill",
            "start": 0.5 / LEVELS - BEYOND,
            "end": 1.0 + BEYOND,
            "size": 1.0 / LEVELS,
        },
        line={"width": 0.0 if crowded else 0.75, "smoothing": 1.0},
        colorbar={
            "tickvals": tickvals,
            "ticktext": ticktext,
            "thickness": 10,
            "outlinewidth": 0,
            "ticks": "",  # one beside a number reads as a minus sign
            "ticklabeloverflow": "allow",  # the numbers at its ends as well
            "x": 1.01,
            "xpad": 0,
            "ypad": 0,
        },
        hoverinfo="skip",
        name="loss",
    ).update(look["contour"])
    minima = go.Scatter(
        x=[x for x, _ in surface.minima],
        y=[y for _, y in surface.minima],
        mode="markers",
        marker={"symbol": "cross-thin", "size": 11, "line": {"width": 1.5}},
        hoverinfo="skip",
        name="minimum",
    ).update(look["cross"])
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "mirror": True,
        "linecolor": FRAME,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": TICK,
        "nticks": 8,
    }
    figure = go.Figure([contour, minima])
    figure.update_layout(
        template=go.layout.Template(),
        paper_bgcolor="rgba(0, 0, 0, 0)",
        plot_bgcolor="rgba(0, 0, 0, 0)",
        font={"size": 16, "color": look["ink"]},
        showlegend=False,
        xaxis=axis,
        yaxis=axis | {"ticklabeloverflow": "allow"},
        annotations=_axis_names(surface),
    )
    return figure


def names(surface: Surface) -> tuple[str, str, str]:
    """Of the coordinates and of the value, as text."""
    x, y = map(plain, surface.coordinates)
    return x, y, surface.letter


def _axis_names(surface: Surface) -> list[dict[str, Any]]:
    """In the lower corners of the map, where they take no room from the numbers."""
    x, y, _ = names(surface)
    corner = {"y": 0, "xref": "paper", "yref": "paper", "yanchor": "bottom", "showarrow": False, "opacity": 0.75}
    return [
        corner | {"text": f"<i>{x}</i> →", "x": 1, "xanchor": "right"},
        corner | {"text": f"<i>{y}</i> ↑", "x": 0, "xanchor": "left"},
    ]


def surface_message(surface: Surface) -> dict[str, Any]:
    """All that the browser needs to know of a surface, as JSON. Sent once; the races run over it."""
    return {
        "figure": map_figure(surface).to_dict(),
        "bounds": [list(ends) for ends in surface.bounds],
        "region": [list(ends) for ends in region(surface.bounds)],
        "minima": [list(minimum) for minimum in surface.minima],
        "lowest": surface.lowest,
        "tree": surface.tree,
        "names": dict(zip("xyf", names(surface), strict=True)),
        "themes": themes(),
    }


def themes() -> dict[str, Any]:
    """What the browser applies by itself when the theme changes, for "light" and "dark"."""
    return {
        theme: {
            "contour": {
                "colorscale": GROUND[theme],
                "line": {"color": CONTOUR[theme]},
                "colorbar": {"tickfont": {"color": INK[theme]}, "tickcolor": INK[theme]},
            },
            "cross": {"marker": {"line": {"color": CROSS[theme]}}},
            "ink": INK[theme],
            "halo": PAPER[theme],
            "looks": [
                {"colour": colour, "dash": dash, "marker": marker}
                for colour, dash, marker in zip(RACERS[theme], DASHES, MARKERS, strict=True)
            ],
        }
        for theme in THEMES
    }
