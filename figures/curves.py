"""Curves over the steps of a run. The line at the present step is not part of them: the browser moves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from figures.palette import INK, RACERS

MARGIN = {"l": 2.9, "r": 0.9, "t": 3.1, "b": 1.6}  # in em; left and right as on the stage's strip
SMALL = 0.8125  # em, of the numbers on the axes, as on the strip
FONT = '"Source Sans", sans-serif'  # the page's
GRID = "rgba(128, 145, 155, 0.25)"  # does for both themes
HUGE = 1e300  # a value beyond this cannot stand on an axis: the curve leaves the figure
TOO_LARGE = "Values beyond $10^{300}$ are not drawn."
ROLES = {  # how the curves of one figure are told apart: (in the racer's colour, dash, width)
    "x": (True, "solid", 2.5),
    "y": (False, "solid", 2.5),
    "more": (False, "dot", 1.5),
    "truth": (True, "solid", 3.5),
    "first": (False, "dot", 2.0),
    "second": (False, "dash", 2.0),
    "limit": (False, "dash", 1.5),
}


@dataclass(frozen=True, eq=False)
class Curve:
    """Values at steps 0, 1, ... with gaps where they are NaN. `name` is HTML; `role` one of ROLES."""

    name: str
    values: NDArray[np.float64]
    role: str


Figure = go.Figure
PLAIN = {"displayModeBar": False}  # Plotly's own buttons stay away


def curves(shown: Sequence[Curve], *, steps: int, slot: int, theme: str, em: float) -> go.Figure:
    """Lines over 0 to `steps`, which is the axis of the stage's strip. em: the page's size of text, in pixels.

    The margins stand in `components/follow/follow.css` too, for the line at the present step.
    """
    ink = INK[theme]
    axis: dict[str, Any] = {
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": GRID,
        "tickcolor": GRID,
        "exponentformat": "power",
        "tickfont": {"size": SMALL * em},
    }
    layout = {
        "template": {},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": ink, "size": em, "family": FONT},
        "margin": {side: size * em for side, size in MARGIN.items()},
        "xaxis": {**axis, "range": [0, max(steps, 1)], "showgrid": False, "showline": True, "ticks": "outside"},
        "yaxis": {**axis, "nticks": 5},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "bgcolor": "rgba(0,0,0,0)"},
        "showlegend": True,
        "hovermode": "x unified",
        "hoverlabel": {"font": {"size": em}},
        "dragmode": False,
    }
    data = [_line(curve, RACERS[theme][slot], ink) for curve in shown]
    return go.Figure({"data": data, "layout": layout}, _validate=False)  # the tests do: it takes milliseconds


def beyond(shown: Sequence[Curve]) -> bool:
    """Whether a finite value of these curves is too large to be drawn."""
    return any((np.isfinite(c.values) & (np.abs(c.values) > HUGE)).any() for c in shown)


def _line(curve: Curve, colour: str, ink: str) -> dict[str, Any]:
    own, dash, width = ROLES[curve.role]
    values = np.where(np.abs(curve.values) <= HUGE, curve.values, np.nan)
    return {
        "type": "scatter",
        "x": np.arange(len(values)),
        "y": values,
        "name": curve.name,
        "mode": "lines" if np.isfinite(values).sum() > 1 else "markers",  # a line of one point is nothing
        "line": {"color": colour if own else ink, "dash": dash, "width": width},
        "hovertemplate": "%{y:.4g}",
    }
