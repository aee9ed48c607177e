"""The values of a feature under the bell curve of their mean and standard deviation: 68 % in one, 95 % in two."""

import math

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from figures.curves import FONT, GRID, SMALL
from figures.palette import INK

BANDS = (  # deviations on both sides, what lies within, how dark, how high the words stand
    (2, "95 %", 0.08, 0.14),
    (1, "68 %", 0.14, 0.45),
)
REACH = 3.2  # deviations shown


def bell(values: NDArray[np.float64], theme: str, em: float) -> go.Figure:
    """One figure for a feature (n,). em: the page's size of text, in pixels."""
    mean, deviation = float(values.mean()), float(values.std())
    ink = INK[theme]
    figure = go.Figure()
    for k, share, dark, high_up in BANDS:
        x = np.linspace(mean - k * deviation, mean + k * deviation, 81)
        figure.add_scatter(
            x=x,
            y=density(x, mean, deviation),
            mode="lines",
            line={"width": 0},
            fill="tozeroy",
            fillcolor=_faint(ink, dark),
            hoverinfo="skip",
        )
        low, high = _short(mean - k * deviation), _short(mean + k * deviation)
        figure.add_annotation(
            x=mean,
            y=high_up / (deviation * math.sqrt(2 * math.pi)),
            text=f"{share} in ({low}, {high})",
            showarrow=False,
            font={"color": ink},
        )
    x = np.linspace(mean - REACH * deviation, mean + REACH * deviation, 161)
    figure.add_scatter(
        x=x, y=density(x, mean, deviation), mode="lines", line={"color": ink, "width": 2}, hoverinfo="skip"
    )
    figure.add_scatter(
        x=values,
        y=np.full(len(values), -0.04 / deviation),
        mode="markers",
        marker={"symbol": "line-ns", "size": 12, "line": {"color": ink, "width": 1.5}},
        hovertemplate="%{x:.4g}<extra></extra>",
    )
    ticks = [mean + k * deviation for k in (-2, -1, 0, 1, 2)]
    figure.update_layout(
        template=None,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": ink, "size": SMALL * em, "family": FONT},
        margin={"l": 0.4 * em, "r": 0.4 * em, "t": 0.2 * em, "b": 1.8 * em},
        xaxis={
            "tickvals": ticks,
            "ticktext": [_short(t) for t in ticks],
            "showgrid": False,
            "zeroline": False,
            "linecolor": GRID,
        },
        yaxis={"visible": False},
        showlegend=False,
        dragmode=False,
    )
    return figure


def density(x: NDArray[np.float64], mean: float, deviation: float) -> NDArray[np.float64]:
    """Of the normal distribution."""
    return np.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * math.sqrt(2 * math.pi))


def _faint(colour: str, opacity: float) -> str:
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r}, {g}, {b}, {opacity})"


def _short(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
