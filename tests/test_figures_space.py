"""The 3-D figure of every listed surface: small, bare, of the map's colours."""

import json
import math

import pytest

from figures.map import surface_message
from figures.space import space_message
from surfaces import SURFACES

surfaces = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)


@surfaces
def test_the_message_is_small_because_the_heights_are_the_maps(surface):
    message = space_message(surface)
    assert len(json.dumps(message, allow_nan=False)) < 6000
    assert not {"x", "y", "z"} & set(message["space"]["figure"]["data"][0])
    tone = message["tone"]
    assert all(math.isfinite(number) for number in tone.values())
    assert tone["scale"] > 0
    assert tone["top"] > 0


@surfaces
def test_the_box_is_the_bounds_and_not_too_narrow(surface):
    scene = space_message(surface)["space"]["figure"]["layout"]["scene"]
    assert [scene["xaxis"]["range"], scene["yaxis"]["range"]] == [list(ends) for ends in surface.bounds]
    aspect = scene["aspectratio"]
    assert 0.5 <= aspect["x"] / aspect["y"] <= 2.0
    assert scene["zaxis"]["range"][0] < 0 < 1 < scene["zaxis"]["range"][1]


@surfaces
def test_the_heights_are_labelled_as_the_colours_are(surface):
    bar = surface_message(surface)["figure"]["data"][0]["colorbar"]
    ticks = space_message(surface)["space"]["ticks"]
    assert [tick["at"] for tick in ticks] == list(bar["tickvals"])
    assert [tick["text"] for tick in ticks] == list(bar["ticktext"])


def test_both_themes_and_no_decoration():
    surface = SURFACES["bowl"]
    space = space_message(surface)["space"]
    assert set(space["themes"]) == {"light", "dark"}
    for theme, look in space["themes"].items():
        ground = surface_message(surface)["themes"][theme]["contour"]["colorscale"]
        assert look["sheet"]["colorscale"] == ground
    (sheet,) = space["figure"]["data"]
    assert sheet["hoverinfo"] == "skip"
    assert not sheet["showscale"]
    assert not space["figure"]["layout"]["scene"]["dragmode"]
