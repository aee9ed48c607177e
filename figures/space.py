"""The surface in 3-D: what Plotly needs besides the map's own grid, and the tone that gives every loss its height.

The heights are the map's: its tones, thinned by the browser for drawing. So the second picture of a surface costs a
few kilobytes, and height and colour say the same thing.
"""

from typing import Any

import plotly.graph_objects as go

from figures.map import LEVELS, ticks_of, tone_of
from figures.palette import CROSS, GROUND, THEMES
from surfaces import Surface

SPAN = 1.25  # of the longer side of the ground, in Plotly's units
LEAST = 0.6  # the shorter side is drawn at least so long, as a share of the longer
HEIGHT = 0.7  # of the box, in the same units
EDGE = 0.03  # how far tones may leave 0 to 1 within the bounds
LIGHTING = {"ambient": 0.56, "diffuse": 0.44, "specular": 0.02, "roughness": 0.9, "fresnel": 0.02}
GRID = {"light": "#dbe3e8", "dark": "#29353d"}  # opaque, as Plotly's 3-D lines do not blend
LINE = {"light": "#93aab5", "dark": "#4d646e"}  # of the contours


def space_figure(surface: Surface) -> go.Figure:
    """The surface in the light theme's colours, without its grid, size and camera, which the browser adds."""
    look = _look("light")
    (x0, x1), (y0, y1) = surface.bounds
    longest = max(x1 - x0, y1 - y0)
    sheet = go.Surface(
        cmin=0.0,
        cmax=1.0,
        showscale=False,
        hoverinfo="skip",
        lighting=LIGHTING,
        lightposition={"x": -1e4, "y": 1e4, "z": 2e4},
        contours={
            "x": {"highlight": False},
            "y": {"highlight": False},
            "z": {
                "show": True,
                "highlight": False,
                "start": 0.5 / LEVELS,
                "end": 1.0,
                "size": 1.0 / LEVELS,
                "width": 1,
            },
        },
        name="loss",
    ).update(look["sheet"])
    axis = {
        "showbackground": False,
        "showspikes": False,
        "zeroline": False,
        "showline": True,
        "linewidth": 1,
        "gridwidth": 1,
        "ticks": "",
        "title": {"text": ""},
        "autorange": False,
    } | look["axis"]
    figure = go.Figure([sheet])
    figure.update_layout(
        template=go.layout.Template(),
        paper_bgcolor="rgba(0, 0, 0, 0)",
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        scene={
            "dragmode": False,
            "hovermode": False,
            "aspectmode": "manual",
            "aspectratio": {
                "x": SPAN * max(LEAST, (x1 - x0) / longest),
                "y": SPAN * max(LEAST, (y1 - y0) / longest),
                "z": HEIGHT,
            },
            "xaxis": axis | {"range": [x0, x1]},
            "yaxis": axis | {"range": [y0, y1]},
            "zaxis": axis | {"range": [-EDGE, 1.0 + EDGE]},
        },
    )
    return figure


def space_message(surface: Surface) -> dict[str, Any]:
    """What the 3-D view needs besides `figures.map.surface_message`, as JSON."""
    tone, _ = tone_of(surface)
    tickvals, ticktext = ticks_of(tone)
    return {
        "tone": {"base": tone.base, "scale": tone.scale, "top": tone.top},
        "space": {
            "figure": space_figure(surface).to_dict(),
            "ticks": [{"at": at, "text": text} for at, text in zip(tickvals, ticktext, strict=True)],
            "themes": {theme: _look(theme) for theme in THEMES},
        },
    }


def _look(theme: str) -> dict[str, Any]:
    """What changes with the theme."""
    return {
        "sheet": {"colorscale": GROUND[theme], "contours": {"z": {"color": LINE[theme]}}},
        "axis": {"gridcolor": GRID[theme], "linecolor": GRID[theme]},
        "cross": CROSS[theme],
    }
