"""The player in a real browser: it plays, steps and scrubs, and its numbers and points are those of the run."""

import math
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Kept, box_of, fitted, middle, module, opened, paused, step_of, until

pytestmark = pytest.mark.browser


@pytest.fixture
def page(kept: Kept) -> Page:
    return kept.at()


def test_the_first_screen_shows_the_race_without_a_click(watched, server):
    page = opened(watched, server.url)
    expect(page.locator(".steepest-racers .card .name")).to_have_text(
        ["Gradient descent", "Momentum", "RMSProp", "Adam"]
    )
    expect(page.get_by_text("same start · 120 steps · η 0.05 for all")).to_be_visible()
    expect(page.locator(".st-key-title .katex").first).to_be_visible()
    assert page.evaluate("hub.race.start") == [1.6, 0.001]
    page.wait_for_function("hub.step > 3")  # it plays by itself
    map_box, strip_box = (box_of(page, f".steepest-stage .{n}") for n in ("map", "strip"))
    assert map_box["width"] * map_box["height"] > 2 * strip_box["width"] * strip_box["height"]
    assert map_box["y"] + map_box["height"] < 768


PACE = """() => new Promise((done) => {
  const over = new AbortController();
  const told = [];
  hub.addEventListener("time", () => {
    told.push([document.timeline.currentTime, hub.time]);
    if (told.length < 20) return;
    over.abort();
    const [[then, first], [now, last]] = [told[0], told.at(-1)];
    done(1000 * (last - first) / (now - then));
  }, { signal: over.signal });
})"""


def pace(page: Page) -> float:
    """Steps a second over some frames of the player."""
    return page.evaluate(PACE)


def test_play_runs_at_ten_steps_a_second_and_pause_stops(page):
    paused(page, 0)
    page.get_by_role("button", name="Play (space)").click()
    assert pace(page) == pytest.approx(10, rel=0.01)
    page.get_by_role("button", name="Pause (space)").click()
    stopped = page.evaluate("hub.time")
    page.wait_for_timeout(250)
    assert page.evaluate("hub.time") == stopped


def test_it_stops_at_the_end_and_plays_again_from_the_beginning(page):
    paused(page, 118)
    page.get_by_role("button", name="Play (space)").click()
    expect(page.locator(".transport .count")).to_have_text("120 / 120")
    page.get_by_role("button", name="Play (space)").click()
    page.wait_for_function("hub.time > 0 && hub.time < 60")


def test_loop_begins_again(page):
    page.get_by_role("button", name="Loop").click()
    paused(page, 119)
    page.get_by_role("button", name="Play (space)").click()
    page.wait_for_function("hub.time > 0.2 && hub.time < 60")
    loop = page.get_by_role("button", name="Loop")
    expect(loop).to_have_attribute("aria-pressed", "true")
    loop.click()


def test_buttons_step_and_jump(page):
    paused(page, 10)
    for name, step in (
        ("One step on (→)", 11),
        ("One step back (←)", 10),
        ("Last step (End)", 120),
        ("One step on (→)", 120),
        ("First step (Home)", 0),
        ("One step back (←)", 0),
    ):
        page.get_by_role("button", name=name).click()
        assert step_of(page) == step


def test_keys_of_keyboards_and_clickers(page):
    paused(page, 10)
    page.locator(".strip .caption").click(force=True)  # the page has the focus, no control has it
    page.evaluate("document.activeElement.blur()")
    paused(page, 10)
    page.evaluate("document.activeElement.blur()")
    for key, step in (
        ("ArrowRight", 11),
        ("ArrowLeft", 10),
        ("PageDown", 11),
        ("PageUp", 10),
        ("End", 120),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        assert step_of(page) == step, key
    page.keyboard.press("+")
    expect(page.locator(".transport [name=speed]")).to_have_value("2")
    page.keyboard.press("-")
    page.keyboard.press("-")
    expect(page.locator(".transport [name=speed]")).to_have_value("0.5")
    page.keyboard.press(" ")
    page.wait_for_function("hub.time > 0.2")
    page.keyboard.press(" ")
    stopped = page.evaluate("hub.time")
    page.wait_for_timeout(200)
    assert page.evaluate("hub.time") == stopped


def test_keys_belong_to_the_field_that_has_the_focus(page):
    paused(page, 10)
    field = page.locator(".dial input[type=number]").first
    field.focus()
    for key in ("Home", "End", "ArrowLeft", " ", "-"):
        page.keyboard.press(key)
    assert step_of(page) == 10


def test_speed_is_in_steps_a_second(kept):
    page = kept.at("steps=2000")
    paused(page, 0)
    page.locator(".transport [name=speed]").select_option("8")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    assert pace(page) == pytest.approx(80, rel=0.01)


def test_the_scrub_bar_and_the_strip_seek(page):
    paused(page, 33)
    assert step_of(page) == 33
    box = box_of(page, ".steepest-stage .strip")
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    page.mouse.down()
    middle_step = step_of(page)
    assert 50 < middle_step < 70
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    assert step_of(page) > middle_step + 20
    page.mouse.up()


def test_the_numbers_on_the_cards_are_those_of_the_run(page):
    from experiments import experiment
    from experiments.race import race

    paused(page, 37)
    for index, (_, run) in enumerate(race(experiment.default())):
        card = page.locator(".steepest-racers .card").nth(index)
        loss = float(card.locator(".loss").inner_text().replace("−", "-"))
        assert loss == pytest.approx(run.trajectory.loss[37, 0], rel=2e-3, abs=5e-4)
        norm = float(card.locator(".gradient").inner_text().replace("−", "-"))
        assert norm == pytest.approx(run.gradient_norm[37], rel=2e-2, abs=5e-3)
        x, y = (float(v) for v in card.locator(".place").inner_text().replace("−", "-").strip("()").split(","))
        assert (x, y) == pytest.approx(tuple(run.trajectory.theta[37, 0]), rel=2e-2, abs=6e-3)
        assert float(card.locator(".rate").inner_text()) == 0.05


def test_the_strip_shows_loss_log_and_gradient(page):
    page.get_by_text("Log", exact=True).click()
    expect(page.locator(".strip .caption")).to_have_text("loss above −1, the lowest known; log scale")
    page.get_by_text("‖∇f‖", exact=True).first.click()
    expect(page.locator(".strip .caption")).to_have_text("gradient norm, log scale")
    page.wait_for_url("**strip=gradient*")


def test_the_true_value_stands_under_the_pointer(page):
    x, y = middle(page, ".steepest-stage .map .plot")
    page.mouse.move(x + 31, y - 17)
    text = page.locator(".steepest-stage .readout").inner_text().replace("−", "-")
    px, py, f = (float(v) for v in re.findall(r"-?\d[\d.e+-]*", text))
    assert f == pytest.approx(px**2 - py**2 + py**4 / 4, rel=0.05, abs=0.02)


ON_MARKER = """async () => {
  const plot = document.querySelector(".steepest-stage .plot");
  const at = (x, y) => window.Plotly.addTraces(plot, {
    x: [x], y: [y], mode: "markers", marker: { size: 9 }, name: "probe", type: "scatter" });
  const step = Math.floor(hub.time);
  const run = hub.race.runs[1];
  await at(run.theta[2 * step], run.theta[2 * step + 1]);
  const marks = plot.querySelectorAll(".scatterlayer .trace:last-child .point");
  const box = marks[marks.length - 1].getBoundingClientRect();
  const map = document.querySelector(".steepest-stage .map").getBoundingClientRect();
  const [x, y] = stage.ball(1);
  await window.Plotly.deleteTraces(plot, -1);
  return [x + map.left, y + map.top, box.left + box.width / 2, box.top + box.height / 2];
}"""


VIEW = "JSON.stringify((({ xaxis, yaxis }) => [xaxis.range, yaxis.range])(document.querySelector('.plot')._fullLayout))"


def on_marker(page: Page, before: str = "") -> str:
    """The overlay's ball stands on the marker that Plotly itself draws at the same point, once the map rests.

    What it shows then; something else than `before`.
    """
    page.wait_for_function(f"(before) => {VIEW} !== before", arg=before)
    fitted(page)
    near = [False]

    def rests() -> bool:
        ours_x, ours_y, theirs_x, theirs_y = page.evaluate(ON_MARKER)
        near.append(math.hypot(ours_x - theirs_x, ours_y - theirs_y) < 1)
        return near[-1] and near[-2]  # and does not only pass by

    until(page, rests)
    return page.evaluate(VIEW)


WORN = "document.querySelector('.plot').layout.font.color === hub.ground.themes[hub.theme].ink"  # the theme, by the map


def test_the_ball_stands_on_plotlys_own_marker(watched, server):
    page = opened(watched, server.url)
    module(page, "/stage/stage.js", "stage")
    paused(page, 12)
    whole = on_marker(page)
    page.get_by_role("button", name="Zoom in").click()
    near = on_marker(page, whole)
    x, y = middle(page, ".steepest-stage .map .plot")
    page.mouse.move(x, y + 60)
    page.mouse.wheel(0, -240)
    nearer = on_marker(page, near)
    page.mouse.move(x - 80, y + 60)
    page.mouse.down()
    page.mouse.move(x - 40, y + 90, steps=5)
    page.mouse.up()
    shifted = on_marker(page, nearer)
    page.set_viewport_size({"width": 1000, "height": 700})
    small = on_marker(page, shifted)
    page.get_by_role("button", name="Whole map").click()
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"hub.theme === 'dark' && {WORN}")
    on_marker(page, small)


def test_a_pan_moves_the_map_and_not_the_start(page):
    paused(page, 12)
    x, y = middle(page, ".steepest-stage .map .plot")
    before = page.evaluate("document.querySelector('.plot')._fullLayout.xaxis.range[0]")
    page.mouse.move(x - 100, y + 60)
    page.mouse.down()
    page.mouse.move(x - 40, y + 60, steps=6)
    page.mouse.up()
    page.wait_for_function("(x) => document.querySelector('.plot')._fullLayout.xaxis.range[0] < x", arg=before)
    assert page.evaluate("hub.start") == [1.6, 0.001]
    page.get_by_role("button", name="Whole map").click()


def test_playing_sends_nothing_to_the_server(page):
    paused(page, 0)
    sent = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.webSocketFrameSent", lambda frame: sent.append(frame))
    page.keyboard.press("Home")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    page.wait_for_function("hub.time >= 20")
    assert sent == []


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
def test_every_screen_holds_the_stage(watched, server, width, height):
    watched.set_viewport_size({"width": width, "height": height})
    page = opened(watched, server.url)
    expect(page.locator(".st-key-title .katex").first).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("(s) => hub.theme === s", arg=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for part in (".map", ".strip", ".transport"):
            box = box_of(page, f".steepest-stage {part}")
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
