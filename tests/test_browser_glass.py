"""One step under the glass, in a real browser: what is drawn at the ball is what the update did, to the pixel."""

import math
import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from experiments import experiment as edit
from experiments import glass
from experiments.record import record
from tests.browsing import FITTED, PIXELS, Kept, module, opened

pytestmark = pytest.mark.browser

ADAM = "step=8&chosen=3"
# Where Plotly itself puts points of the plane, in pixels of the map
AXES = """() => {
  const { xaxis, yaxis } = document.querySelector(".steepest-stage .map .plot")._fullLayout;
  const one = (axis) => [axis._offset + axis.d2p(0), axis.d2p(1) - axis.d2p(0)];
  return [...one(xaxis), ...one(yaxis)];
}"""
# What a pen has drawn on the map, where the map stands and stays, and the places by Plotly: all of one moment
MOMENT = f"""() => {{
  const {{ marks, axes, stays = true, done = true, unit, data }} = drawn();
  const {{ xaxis, yaxis }} = document.querySelector(".steepest-stage .map .plot")._fullLayout;
  const same = (axis, then) =>
    axis._offset === then.offset && axis._length === then.length && axis.range.every((end, i) => end === then.range[i]);
  const stands = axes && same(xaxis, axes.x) && same(yaxis, axes.y) && stays && ({FITTED})();
  return done && marks.length && stands ? {{ marks, unit, data, plotly: ({AXES})() }} : null;
}}"""
# Of the map's shorter side
UNIT = "drawn().unit / Math.min(drawn().axes.x.length, drawn().axes.y.length)"
PAINTED = f"""([x, y]) => {{
  const canvas = document.querySelector(".steepest-stage .map .layer.glass");
  const ratio = canvas.width / canvas.clientWidth;
  return ({PIXELS})(canvas).data[4 * (Math.round(y * ratio) * canvas.width + Math.round(x * ratio)) + 3];
}}"""


@pytest.fixture
def page(kept: Kept) -> Page:
    page = kept.at(ADAM)
    page.emulate_media(reduced_motion="reduce")
    module(page, "/glass/glass.js", "drawn")
    return page


def band(page: Page):
    return page.get_by_role("region", name="One step, line by line")


def lines_of(slot: int, step: int) -> glass.Opened:
    e = edit.default()
    shown = glass.opened(record(e, e.racers[slot]), step)
    assert shown
    return shown


def wait_for_line(page: Page, frame: glass.Frame, index: int, count: int) -> None:
    expect(band(page).locator(".line")).to_have_text(f"{index + 1} of {count}")
    expect(band(page).locator(".says")).to_have_text(re.sub(r"<[^>]*>", "", frame.says))


def moment(page: Page) -> dict:
    """What is drawn, by its kind and name, and where Plotly puts points, once both stay as they are."""
    there = page.wait_for_function(MOMENT).json_value()
    return there | {"marks": {f"{mark['kind']} {mark['name']}": mark for mark in there["marks"]}}


def test_a_whole_step_of_adam_is_drawn_as_it_was_computed(page):
    page.get_by_role("button", name="Open step (O)").click()
    shown = lines_of(3, 8)
    assert [frame.name for frame in shown.frames] == ["g", "m", "m unrolled", "v", "m_hat", "v_hat", "theta"]
    for index, frame in enumerate(shown.frames):
        wait_for_line(page, frame, index, len(shown.frames))
        now = moment(page)
        there, unit = now["marks"], now["unit"]
        ox, sx, oy, sy = now["plotly"]

        def at(point, ox=ox, sx=sx, oy=oy, sy=sy):
            return np.array([ox + sx * point[0], oy + sy * point[1]])

        start = at(shown.start)
        np.testing.assert_allclose(
            there["ghost start" if frame.glyph == "point" else "ball start"]["from"], start, atol=1
        )
        if frame.glyph == "vector":
            arrow = there[f"arrow {frame.name}"]
            np.testing.assert_allclose(arrow["from"], at(frame.at), atol=1)
            np.testing.assert_allclose(arrow["to"], at(frame.at) + unit * np.array([1, -1]) * frame.value, atol=1)
            middle = (np.array(arrow["from"]) * 0.4 + np.array(arrow["to"]) * 0.6).tolist()
            assert page.evaluate(PAINTED, middle) > 100
        elif frame.glyph == "square":
            for axis, letter in enumerate("xy"):
                tile = there[f"tile {frame.name} {letter}"]
                sides = np.abs(np.array(tile["to"]) - tile["from"])
                np.testing.assert_allclose(sides, unit * math.sqrt(frame.value[axis]), atol=1)
                np.testing.assert_allclose(tile["from"], start, atol=1)
        else:
            np.testing.assert_allclose(there["arrow theta"]["to"], at(shown.end), atol=1)
            np.testing.assert_allclose(there["ball end"]["from"], at(shown.end), atol=1)
            assert there["tile v_hat x"]  # what the step divides by stands there still
            assert there["arrow m_hat"]
        if index + 1 < len(shown.frames):
            page.get_by_role("button", name="Next line (→)").click()


def test_the_cut_through_the_surface_has_the_slope_and_the_bend_of_its_direction(page):
    page.get_by_role("button", name="Open step (O)").click()
    moment(page)
    shown = lines_of(3, 8)
    surface = edit.default().surface
    start, step = np.array(shown.start), np.subtract(shown.end, shown.start)
    g, h = surface.gradient(start), surface.hessian(start)
    directions = {"−∇f": -g / np.hypot(*g), "x": (1, 0), "y": (0, 1), "step": step / np.hypot(*step)}
    for name, u in directions.items():
        band(page).get_by_text(name, exact=True).click()
        cut = page.evaluate("drawn().cut")
        assert cut["slope"] == pytest.approx(np.dot(g, u))
        assert cut["bend"] == pytest.approx(np.dot(u, h @ u))
        assert cut["along"] == pytest.approx(np.dot(step, u))
        assert (cut["at"], cut["end"]) == pytest.approx(shown.loss)


def test_the_scale_is_stated_and_can_be_changed(page):
    page.get_by_role("button", name="Open step (O)").click()
    scale = page.get_by_role("group", name="Scale of the arrows, the same for all racers")
    unit = moment(page)["unit"]
    stated = float(scale.locator("output").inner_text().removeprefix("slope ").replace("−", "-"))
    box = scale.locator(".bar").bounding_box()
    assert box
    assert box["width"] == pytest.approx(unit * stated, abs=4.5)  # and its border
    before = page.evaluate(UNIT)
    twice = f"(before) => drawn().done && Math.abs({UNIT} - 2 * before) < 1e-9 * before"
    page.get_by_role("button", name="Longer arrows").click()
    page.wait_for_function(twice, arg=before)
    page.wait_for_url("**arrows=2*")
    page.locator(".steepest-racers .card").nth(1).locator(".open").click()  # another racer, the same scale
    expect(band(page).locator(".which b")).to_have_text("Momentum")
    page.wait_for_function(twice, arg=before)


def stacked(page: Page, band: str) -> None:
    """What a band tells stands one below the other, beside what is drawn in it."""
    told, *parts = page.evaluate(
        """(band) => [".told", ".which", ".says", ".equation"].map((part) =>
          document.querySelector(`.steepest-stage ${band} ${part}`).getBoundingClientRect().toJSON())""",
        band,
    )
    for above, below in pairwise(parts):
        assert above["height"] > 0
        assert above["bottom"] <= below["top"] + 0.5
    for part in parts:
        assert part["left"] >= told["left"] - 0.5
        assert part["right"] <= told["right"] + 0.5


def test_the_words_of_a_line_cover_nothing(watched, server):
    page = opened(watched, f"{server.url}/?{ADAM}")
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for key, shown in (("o", ".opened"), ("m", ".modelled")):
            page.keyboard.press(key)
            page.locator(f".steepest-stage {shown} .equation math").first.wait_for()
            stacked(page, shown)
        page.keyboard.press("Escape")
        expect(page.locator(".steepest-stage :is(.opened, .modelled)").filter(visible=True)).to_have_count(0)


def test_keys_walk_through_lines_and_steps_and_escape_closes(page):
    page.keyboard.press("o")
    first, second = lines_of(3, 8), lines_of(3, 9)
    count = len(first.frames)
    wait_for_line(page, first.frames[0], 0, count)
    page.keyboard.press("ArrowLeft")
    before = lines_of(3, 7)
    wait_for_line(page, before.frames[-1], len(before.frames) - 1, len(before.frames))
    page.keyboard.press("ArrowRight")
    for index in range(count):
        wait_for_line(page, first.frames[index], index, count)
        page.keyboard.press("ArrowRight")
    wait_for_line(page, second.frames[0], 0, len(second.frames))
    assert page.evaluate("hub.step") == 9
    page.wait_for_url("**line=0*")
    page.keyboard.press("Escape")
    expect(band(page)).to_have_count(0)
    assert page.evaluate("hub.line") is None
    page.wait_for_url(lambda url: "line=" not in url)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("hub.step === 10")  # the arrow keys are the player's again


def test_an_opened_step_travels_in_the_link_and_lights_its_line_in_the_panel(watched, server):
    watched.emulate_media(reduced_motion="reduce")
    page = watched
    page.goto(f"{server.url}/?{ADAM}&line=3&panels=equations")
    band(page).wait_for()
    shown = lines_of(3, 8)
    wait_for_line(page, shown.frames[3], 3, len(shown.frames))
    page.locator(".st-key-lines .katex").first.wait_for()
    lit = """() => [...document.querySelector(".st-key-lines").children]
      .map((line) => getComputedStyle(line).boxShadow !== "none").indexOf(true)"""
    page.wait_for_function(f"(line) => ({lit})() === line", arg=shown.frames[3].line)
    assert shown.frames[3].line == 2
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"({lit})() === 3")


def test_a_step_that_rose_is_told_by_more_than_colour(page):
    page.locator(".steepest-racers .card").nth(1).locator(".open").click()
    page.get_by_role("button", name="Open step (O)").click()
    expect(band(page).locator(".which b")).to_have_text("Momentum")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    for _ in lines_of(1, 8).frames[1:]:
        page.keyboard.press("ArrowRight")
    expect(band(page).locator(".says")).to_contain_text("The loss rises by")
    expect(page.locator(".steepest-stage .names .strong")).to_contain_text("▲")


def test_playing_closes_and_what_cannot_be_opened_says_so(page):
    page.get_by_role("button", name="Open step (O)").click()
    expect(band(page)).to_be_visible()
    page.get_by_role("button", name="Play (space)").click()
    expect(band(page)).to_have_count(0)
    page.get_by_role("button", name="Pause (space)").click()
    for name in ("Gradient descent", "Momentum", "RMSProp", "Adam"):
        page.get_by_role("switch", name=f"{name} runs").click()
    page.get_by_role("button", name="Open step (O)").click()
    expect(band(page).get_by_text("No racer is on.")).to_be_visible()
