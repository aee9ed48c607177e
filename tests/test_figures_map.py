"""The map of every listed surface, and of surfaces that a stranger may type."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from experiments.limits import GRID
from figures import palette
from figures.map import ASPECTS, LEVELS, Tone, map_figure, region, short, surface_message
from surfaces import SURFACES
from surfaces.core import x, y

ODD = {
    "flat": sp.Integer(3),
    "zero": sp.Integer(0),
    "tiny": 1e-200 * x,
    "huge": 1e300 * x**2,
    "overflow": sp.exp(x**14),
    "overflow_of_both_signs": x * sp.exp(sp.exp(x * y * 9)),
    "undefined_on_one_side": sp.log(x),
    "undefined": sp.log(-1 - x**2 - y**2, evaluate=False),
    "pole": 1 / x,
    "far_from_zero": 1e6 + 1e-3 * x**2,
    "far_below_zero": -1e6 + 1e-3 * y,
    "kink": sp.Abs(x),
    "step": sp.sign(x),
}

surfaces = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
formulas = pytest.mark.parametrize("expr", ODD.values(), ids=ODD)


def grid(figure):
    contour = figure["data"][0]
    return [np.frombuffer(base64.b64decode(contour[k]["bdata"]), contour[k]["dtype"]) for k in "xyz"]


def check(surface):
    """What holds for the message of any surface."""
    message = surface_message(surface)
    json.dumps(message, allow_nan=False)
    xs, ys, z = grid(message["figure"])
    nowhere = np.isnan(surface.value(np.stack(np.meshgrid(xs, ys), axis=-1))).ravel()
    np.testing.assert_array_equal(np.isnan(z), nowhere)  # blank there, and nowhere else
    assert np.isfinite(z[~nowhere]).all()
    assert message["figure"]["data"][0]["z"]["dtype"] == "f4"
    assert z.size == xs.size * ys.size
    assert (np.diff(xs) > 0).all()
    assert (np.diff(ys) > 0).all()
    assert [[xs[0], xs[-1]], [ys[0], ys[-1]]] == message["region"]
    bar = message["figure"]["data"][0]["colorbar"]
    assert len(bar["tickvals"]) == len(set(bar["ticktext"]))
    assert (np.diff(bar["tickvals"]) > 0).all()
    assert not bar["ticks"]  # they read as minus signs
    return message


@surfaces
def test_the_message_is_finite_json_of_reasonable_size(surface):
    message = check(surface)
    assert len(json.dumps(message)) < (250e3 if surface.id not in ("beale", "levy_13") else 450e3)
    assert message["minima"] == [list(point) for point in surface.minima]
    assert message["tree"] == surface.tree


@formulas
def test_formulas_that_are_flat_huge_or_overflow_have_a_map_too(expr):
    check(replace(SURFACES["bowl"], expr=expr, minima=()))


def test_the_edge_of_where_the_loss_is_defined_is_drawn_finely():
    hemisphere = replace(SURFACES["bowl"], expr=sp.sqrt(4 - x**2 - y**2), minima=())
    xs, ys, _ = grid(map_figure(hemisphere).to_dict())
    for values, (low, high) in zip((xs, ys), hemisphere.bounds, strict=True):
        assert np.diff(values).min() == pytest.approx((high - low) / GRID[-1])


@surfaces
def test_the_grid_is_the_tone_of_the_loss(surface):
    figure = map_figure(surface).to_dict()
    xs, ys, z = grid(figure)
    f = surface.value(np.stack(np.meshgrid(xs, ys), axis=-1)).ravel()
    order = np.argsort(f)
    assert (np.diff(z[order]) >= 0).all()  # monotone
    (x0, x1), (y0, y1) = surface.bounds
    inside = ((xs >= x0) & (xs <= x1))[None, :] & ((ys >= y0) & (ys <= y1))[:, None]
    shown = z.reshape(inside.shape)[inside]
    assert -0.03 <= shown.min() <= 0.05
    assert 0.97 <= shown.max() <= 1.03


@surfaces
def test_no_surface_is_drowned_in_one_colour(surface):
    """Every contour band within the bounds is somewhere on the map."""
    _, _, z = grid(map_figure(surface).to_dict())
    assert len(np.unique(np.round(z.clip(0, 1) * LEVELS))) == LEVELS + 1


@surfaces
def test_the_colour_bar_tells_true_values(surface):
    """A tick with the value v stands where the map has the colour of a point with f = v."""
    figure = map_figure(surface).to_dict()
    xs, ys, z = grid(figure)
    f = surface.value(np.stack(np.meshgrid(xs, ys), axis=-1)).ravel()
    order = np.argsort(f)
    bar = figure["data"][0]["colorbar"]
    for at, text in zip(bar["tickvals"], bar["ticktext"], strict=True):
        value = float(text.replace("−", "-"))
        assert np.interp(value, f[order], z[order]) == pytest.approx(at, abs=0.01)
        assert len(text) <= 6


@surfaces
def test_the_grid_is_fine_enough(surface):
    """Halfway between points of the grid, almost everywhere, the map errs by a fraction of a contour band."""
    figure = map_figure(surface).to_dict()
    xs, ys, z = grid(figure)
    z = z.reshape(ys.size, xs.size)
    middle = np.stack(np.meshgrid((xs[1:] + xs[:-1]) / 2, (ys[1:] + ys[:-1]) / 2), axis=-1)
    f = surface.value(np.stack(np.meshgrid(xs, ys), axis=-1)).ravel()
    order = np.argsort(f)
    true = np.interp(surface.value(middle), f[order], z.ravel()[order])
    error = np.abs(true - (z[1:, 1:] + z[1:, :-1] + z[:-1, 1:] + z[:-1, :-1]) / 4)
    assert np.quantile(error, 0.98) < (0.5 if surface.id != "levy_13" else 2.0) / LEVELS


@surfaces
def test_the_region_covers_every_shape_of_the_map(surface):
    (x0, x1), (y0, y1) = surface.bounds
    (left, right), (bottom, top) = region(surface.bounds)
    for aspect in np.linspace(*ASPECTS, 14):
        width = max(x1 - x0, aspect * (y1 - y0))  # of equal scale and around the bounds
        assert right - left >= width * (1 - 1e-12)
        assert top - bottom >= width / aspect * (1 - 1e-12)
    assert left + right == pytest.approx(x0 + x1)
    assert bottom + top == pytest.approx(y0 + y1)


def test_the_figure_is_bare():
    """No title, legend, hover or template; the browser sets ranges and sizes."""
    figure = map_figure(SURFACES["himmelblau"]).to_dict()
    layout = figure["layout"]
    assert not layout["showlegend"]
    assert "title" not in layout
    assert set(layout["template"]) <= {"data"}
    assert {axis for axis in layout if "axis" in axis} == {"xaxis", "yaxis"}
    for axis in ("xaxis", "yaxis"):
        assert not {"scaleanchor", "range", "title"} & set(layout[axis])
    assert all(trace["hoverinfo"] == "skip" for trace in figure["data"])
    contours = figure["data"][0]["contours"]
    lines = np.arange(contours["start"], contours["end"], contours["size"])
    assert 14 <= np.sum((lines > 0) & (lines < 1)) <= 20


def test_the_figure_wears_the_light_theme_and_both_can_be_applied():
    message = surface_message(SURFACES["bowl"])
    assert set(message["themes"]) == {"light", "dark"}
    contour, minima = message["figure"]["data"]
    light = message["themes"]["light"]
    assert [list(stop) for stop in contour["colorscale"]] == light["contour"]["colorscale"]
    assert contour["line"]["color"] == light["contour"]["line"]["color"]
    assert minima["marker"]["line"]["color"] == light["cross"]["marker"]["line"]["color"]
    for theme, look in message["themes"].items():
        assert [one["colour"] for one in look["looks"]] == list(palette.RACERS[theme])
        assert look["halo"] == palette.PAPER[theme]


def test_tones_saturate_and_overflow_is_high():
    tone = Tone.of(np.linspace(-1.0, 7.0, 100))
    assert tone(np.array([-1.0, 7.0])) == pytest.approx([0.0, 1.0])
    far = tone(np.array([-np.inf, -1e308, 1e308, np.inf]))
    assert far.tolist() == [-1.0, -1.0, 2.0, 2.0]
    assert np.isnan(tone(np.array(np.nan)))  # it has no value, so no tone
    for share in (0.0, 0.1, 0.5, 1.0):
        assert tone(np.array(tone.loss(share))) == pytest.approx(share)
    huge = Tone.of(np.array([0.0, 1.0, 1e300, np.inf, np.nan]))
    assert huge(np.array([0.0, 1.0, 1e300])).tolist() == sorted(huge(np.array([0.0, 1.0, 1e300])).tolist())
    assert huge.loss(1.0) == pytest.approx(1e300)
    for nothing in ([], [np.nan], [np.inf], [5.0, 5.0]):
        assert np.isfinite(Tone.of(np.array(nothing))(np.array([0.0, 5.0]))).all()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.01, "0.01"), (1.0, "1"), (250.0, "250"), (1e5, "1e5"), (-1.5, "−1.5"), (2.5e-7, "2.5e−7")],
)
def test_short_numbers(value, text):
    assert short(value) == text
