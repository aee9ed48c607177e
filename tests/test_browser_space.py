"""The 3-D view in a real browser: our points stand on Plotly's, what is hidden is hidden, the camera stays."""

import base64
import math

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from experiments import link
from figures.map import tone_of
from surfaces import SURFACES
from tests.browsing import (
    Kept,
    box_of,
    drag_start,
    fitted,
    middle,
    module,
    opened,
    paused,
    until,
    visitor,
    wait_for_start,
    wait_for_start_in_link,
)

pytestmark = pytest.mark.browser

SPACE = ".steepest-stage .space"
RAVINE = "surface=ravine+kappa~10.0&start=-3.0+1.5&steps=60&racer=momentum+lr~0.02&racer=adam+lr~0.1&step=7"
SETTLED = """() => new Promise((done) => {
  const scene = () => document.querySelector(".scene")._fullLayout?.scene?._scene;
  const look = () => scene()?.camera?.matrix.join();
  let [before, same] = [look(), 0];
  const again = () => {
    same = before && look() === before ? same + 1 : 0;
    before = look();
    if (same > 12) done(); else requestAnimationFrame(again);
  };
  requestAnimationFrame(again);
})"""


def in_space(page: Page, url: str) -> Page:
    """The page at `url` with the 3-D view drawn."""
    return drawn(opened(page, url))


def drawn(page: Page) -> Page:
    """The page once its 3-D view stands still."""
    page.locator(f"{SPACE} .ring").wait_for(state="visible")
    module(page, "/stage/stage.js", "stage")
    rests(page)
    return page


def rests(page: Page) -> None:
    """Wait until the 3-D view stands where it will stay."""
    fitted(page)
    page.evaluate(SETTLED)


# Plotly's markers are texts, which it reads back from a canvas; the browser warns unless that was announced.
ANNOUNCED = """const plain = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, options) {
  return plain.call(this, kind, kind === "2d" ? { ...options, willReadFrequently: true } : options);
};"""


@pytest.fixture
def page(kept: Kept) -> Page:
    return drawn(kept.at(f"{RAVINE}&view=3d", script=ANNOUNCED))


def eye(page: Page) -> list[float]:
    """Where Plotly's own camera stands."""
    return page.evaluate(
        "(({ x, y, z }) => [x, y, z])(document.querySelector('.scene')._fullLayout.scene._scene.getCamera().eye)"
    )


def drag(page: Page, dx: float, dy: float) -> None:
    """Turn the 3-D view with the mouse, beside the surface's middle."""
    x, y = middle(page, f"{SPACE} .scene")
    page.mouse.move(x - 30, y + 90)
    page.mouse.down()
    page.mouse.move(x - 30 + dx, y + 90 + dy, steps=8)
    page.mouse.up()
    page.evaluate(SETTLED)


ADD_MARKER = """async ([x, y, z]) => {
  const plot = document.querySelector(".scene");
  for (const one of document.querySelectorAll(".space .overlay, .space .ring")) one.style.visibility = "hidden";
  await Plotly.restyle(plot, { visible: false }, [0]);
  await Plotly.addTraces(plot, { type: "scatter3d", mode: "markers", x: [x], y: [y], z: [z], hoverinfo: "skip",
    marker: { symbol: "circle", size: 14, color: "#ff00ff", line: { width: 0 } } });
}"""
REMOVE_MARKER = """async () => {
  const plot = document.querySelector(".scene");
  await Plotly.deleteTraces(plot, -1);
  await Plotly.restyle(plot, { visible: true }, [0]);
  for (const one of document.querySelectorAll(".space .overlay, .space .ring")) one.style.visibility = "";
}"""
CENTRE_OF_MAGENTA = """async (png) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let [x, y, n] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] < 170 || data[i + 1] > 110 || data[i + 2] < 170) continue;
    x += (i / 4) % image.width + 0.5;
    y += Math.floor(i / 4 / image.width) + 0.5;
    n += 1;
  }
  return n > 30 ? [x / n, y / n] : null;
}"""
POINT = """(i) => {
  const { z, theta } = stage.ropes()[i];
  const k = Math.floor(hub.time);
  return [theta[2 * k], theta[2 * k + 1], z[k]];
}"""
# The sheet has the colours of the theme.
WORN = """() => {
  const { color } = document.querySelector(".scene").data[0].contours.z;
  return hub.theme === "dark" && color === hub.ground.space.themes.dark.sheet.contours.z.color;
}"""
FILLED = "(view) => document.fullscreenElement && document.querySelector(view).clientWidth > 0.95 * innerWidth"


def apart(page: Page, i: int, point: list[float]) -> float:
    """How far our i-th ball is from the marker that Plotly draws for a point of space, once that stands still."""
    rests(page)
    page.evaluate(ADD_MARKER, point)
    seen: list[list[float] | None] = [None]

    def stands() -> bool:
        seen.append(page.evaluate(CENTRE_OF_MAGENTA, base64.b64encode(page.screenshot()).decode()))
        return seen[-1] is not None and seen[-1] == seen[-2]

    until(page, stands)
    x, y = page.evaluate("(i) => stage.ball(i, 'space')", i)
    box = box_of(page, f"{SPACE} .overlay")
    page.evaluate(REMOVE_MARKER)
    assert seen[-1]
    return math.dist((x + box["x"], y + box["y"]), seen[-1])


def on_marker(page: Page) -> None:
    """Our ball of each racer stands where Plotly draws a marker for the same point of space."""
    for i in range(2):
        assert apart(page, i, page.evaluate(POINT, i)) < 1.25


def test_the_ball_stands_on_plotlys_own_marker(watched, server):
    watched.add_init_script(ANNOUNCED)
    page = in_space(watched, f"{server.url}/?{RAVINE}&view=3d")
    on_marker(page)
    before = eye(page)
    drag(page, 120, -50)
    assert math.dist(before, eye(page)) > 0.3
    on_marker(page)
    page.mouse.wheel(0, -240)
    on_marker(page)
    page.set_viewport_size({"width": 1010, "height": 720})
    on_marker(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(WORN)
    on_marker(page)
    page.get_by_role("button", name="3-D view on the whole screen").click()
    page.wait_for_function(FILLED, arg=SPACE)
    on_marker(page)


def test_the_ball_follows_the_camera_while_the_hand_turns_it(page):
    """Not only afterwards: in the very frame."""
    first = page.evaluate("stage.ball(0, 'space')")
    x, y = middle(page, f"{SPACE} .scene")
    page.mouse.move(x - 30, y + 90)
    page.mouse.down()
    page.mouse.move(x + 60, y + 70, steps=4)
    page.evaluate(SETTLED)
    turned = page.evaluate("stage.ball(0, 'space')")
    page.mouse.up()
    assert math.dist(first, turned) > 20
    page.evaluate(SETTLED)
    assert math.dist(page.evaluate("stage.ball(0, 'space')"), turned) < 1


def test_between_steps_the_ball_goes_straight_in_space(page):
    """Perspective: halfway in space is not halfway on the screen."""
    page.evaluate("stage.seek(7.5)")
    point = page.evaluate(
        """(() => {
          const { theta: t, z } = stage.ropes()[0];
          return [(t[14] + t[16]) / 2, (t[15] + t[17]) / 2, (z[7] + z[8]) / 2];
        })()"""
    )
    assert apart(page, 0, point) < 1.25


def test_the_camera_stays_whatever_else_changes(watched, server):
    page = in_space(watched, f"{server.url}/?{RAVINE}&view=3d")
    drag(page, -90, -40)
    put = page.evaluate("hub.camera")
    page.wait_for_url("**camera=*")
    field = page.locator(".steepest-racers .params input[type=number]").first
    page.evaluate("window.sheet = document.querySelector('.scene').data[0].z")
    field.fill("20")
    field.press("Enter")
    page.wait_for_function("hub.ground.key === 'ravine kappa=20.0' && hub.race.ground === hub.ground.key")
    page.wait_for_function("document.querySelector('.scene').data[0].z !== sheet")
    rests(page)
    assert eye(page) == pytest.approx(put[:3], abs=2e-3)
    dial = page.locator(".steepest-racers .card").first.locator("input[type=number]").first
    dial.fill("0.01")
    dial.press("Enter")
    page.wait_for_function("Math.abs(hub.race.runs[0].lr[0] - 0.01) < 1e-6")
    ring = middle(page, f"{SPACE} .ring")
    page.mouse.move(*ring)
    page.mouse.down()
    page.mouse.move(ring[0] + 40, ring[1] + 10, steps=5)
    page.mouse.up()
    page.wait_for_function("!hub.held && Math.abs(hub.race.start[0] + 3) > 0.05")
    page.locator(f"{SPACE} .heights").get_by_text("Linear height").click()
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(WORN)
    page.set_viewport_size({"width": 1100, "height": 800})
    rests(page)
    assert page.evaluate("hub.camera") == put
    assert eye(page) == pytest.approx(put[:3], abs=2e-3)
    page.get_by_role("button", name="First look").click()
    page.wait_for_url(lambda url: "camera" not in url)
    until(page, lambda: math.dist(eye(page), put[:3]) > 0.1)


PIXEL = "([x, y]) => stage.pixel(x, y)"


def test_a_click_on_the_surface_puts_the_start_there_and_runs(page):
    px, py = page.evaluate(PIXEL, [-1.5, -0.5])
    box = box_of(page, f"{SPACE} .overlay")
    page.mouse.click(box["x"] + px, box["y"] + py)
    page.wait_for_function("hub.race.start[1] < 0")
    assert page.evaluate("hub.race.start") == pytest.approx([-1.5, -0.5], abs=0.04)
    wait_for_start_in_link(page)
    ring = middle(page, f"{SPACE} .ring")
    assert math.dist(ring, (box["x"] + px, box["y"] + py)) < 4


def test_a_click_beside_the_surface_does_nothing(page):
    box = box_of(page, f"{SPACE} .overlay")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 6)
    assert page.evaluate("hub.start") == [-3.0, 1.5]  # a click that hits moves it at once


def test_the_hand_drags_the_ring_and_the_paths_follow(page):
    (x, y), (left, top) = page.evaluate("[[-1.5, -0.5], hub.start].map(([x, y]) => stage.pixel(x, y))")
    drag_start(page, f"{SPACE} .ring", (x - left) / 2, (y - top) / 2)
    page.mouse.up()
    page.wait_for_function("!hub.held && hub.race.start[0] === hub.start[0] && hub.race.start[1] === hub.start[1]")
    assert page.evaluate("hub.race.start[0]") != -3.0


def test_keys_turn_the_view_and_move_the_start(page):
    before = eye(page)
    page.locator(f"{SPACE} .scene").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("-")
    page.evaluate(SETTLED)
    after = eye(page)
    assert after[2] > before[2]
    assert math.hypot(*after) > math.hypot(*before)
    assert page.evaluate("hub.step") == 7  # the player did not take the keys
    page.locator(f"{SPACE} .ring").focus()
    page.keyboard.press("ArrowRight")
    wait_for_start(page, -2.92, 1.5)


def test_the_true_value_stands_under_the_pointer(page):
    px, py = page.evaluate(PIXEL, [-1.5, -0.5])
    box = box_of(page, f"{SPACE} .overlay")
    page.mouse.move(box["x"] + px, box["y"] + py)
    text = page.locator(f"{SPACE} .value").inner_text().replace("−", "-").split()
    x, y, f = (float(text[i]) for i in (1, 3, 5))
    assert (x, y) == pytest.approx((-1.5, -0.5), abs=0.05)
    assert f == pytest.approx((x**2 + 10 * y**2) / 2, rel=0.05)


def test_camera_view_and_scale_travel_in_the_link(page, server):
    drag(page, 100, -30)
    page.locator(f"{SPACE} .heights").get_by_text("Linear height").click()
    page.wait_for_url("**height=linear*")
    page.wait_for_url("**camera=*")
    put = page.evaluate("hub.camera")
    experiment, notes = link.parse(page.url.partition("?")[2])
    assert notes == ()
    assert (experiment.view, experiment.height) == ("3d", "linear")
    assert list(experiment.camera or ()) == put
    in_space(page, page.url)
    assert eye(page) == pytest.approx(put[:3], abs=2e-3)
    assert page.evaluate("[hub.view, hub.height, hub.camera]") == ["3d", "linear", put]


def test_the_switch_shows_map_surface_or_both(page):
    map_, space = page.locator(".steepest-stage .map"), page.locator(SPACE)
    switch = page.locator(".steepest-stage .views-shown")
    expect(map_).to_be_hidden()
    switch.get_by_text("Both").click()
    expect(map_).to_be_visible()
    expect(space).to_be_visible()
    assert box_of(page, ".steepest-stage .map")["width"] > box_of(page, SPACE)["width"]
    page.wait_for_url("**view=both*")
    page.keyboard.press("ArrowLeft")  # it is a group of radio buttons
    expect(map_).to_be_hidden()
    switch.get_by_text("Map").click()
    expect(space).to_be_hidden()
    page.wait_for_url("**view=map*")
    page.wait_for_function("document.querySelector('.map .plot')._fullLayout.xaxis._length > 400")
    expect(page.locator(f"{SPACE} canvas.gl-canvas, {SPACE} .scene canvas")).to_have_count(0)  # and costs nothing


def test_each_view_fills_the_screen_with_the_player(page):
    paused(page)
    page.get_by_role("button", name="3-D view on the whole screen").click()
    page.wait_for_function(FILLED, arg=SPACE)
    view, size = box_of(page, SPACE), page.viewport_size
    assert size
    assert view["width"] > 0.95 * size["width"]
    assert view["height"] > 0.85 * size["height"]
    expect(page.get_by_role("button", name="Play (space)")).to_be_visible()
    page.evaluate("document.exitFullscreen()")
    page.wait_for_function("!document.fullscreenElement")
    page.locator(".steepest-stage .views-shown").get_by_text("Map").click()
    page.get_by_role("button", name="Map on the whole screen").click()
    page.wait_for_function(FILLED, arg=".steepest-stage .map")
    assert box_of(page, ".steepest-stage .map")["height"] > 0.85 * size["height"]
    page.evaluate("document.exitFullscreen()")
    page.wait_for_function("!document.fullscreenElement")


@pytest.mark.parametrize(("width", "shown"), [(1920, "both"), (1366, "map"), (390, "map")])
def test_what_is_shown_at_first_depends_on_the_screen(watched, server, width, shown):
    watched.set_viewport_size({"width": width, "height": 844})
    opened(watched, server.url)
    watched.wait_for_function("(shown) => document.querySelector('.steepest-stage').dataset.view === shown", arg=shown)
    assert ("view=" in watched.url) is False
    both = watched.locator(".views-shown").get_by_text("Both")
    expect(both).to_be_hidden() if width < 700 else expect(both).to_be_visible()
    if shown == "map":
        expect(watched.locator(f"{SPACE} .scene canvas")).to_have_count(0)  # no graphics card at work


@pytest.mark.parametrize("surface", ["rosenbrock", "himmelblau", "beale", "easom", "bounded_saddle"])
def test_at_first_the_start_and_a_minimum_can_be_seen(watched, server, surface):
    in_space(watched, f"{server.url}/?surface={surface}&view=3d&step=0")
    assert "behind" not in (watched.locator(f"{SPACE} .ring").get_attribute("class") or "")
    area, ring = box_of(watched, SPACE), middle(watched, f"{SPACE} .ring")
    assert area["x"] < ring[0] < area["x"] + area["width"]
    assert area["y"] < ring[1] < area["y"] + area["height"]
    seen = watched.evaluate("hub.ground.minima.map(([x, y]) => stage.seen(x, y))")
    assert any(seen)


@pytest.fixture
def blind(browser: Browser, server):
    with visitor(browser, server.url, viewport={"width": 1920, "height": 1080}) as page:
        page.add_init_script(
            """const plain = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
              return /webgl/.test(kind) ? null : plain.call(this, kind, ...rest);
            };"""
        )
        yield opened(page, server.url)


def test_without_webgl_the_map_and_the_strip_work(blind):
    expect(blind.locator(".steepest-stage .missing")).to_be_visible()
    expect(blind.locator(".steepest-stage .missing")).to_contain_text("WebGL")
    blind.wait_for_function("hub.time > 2")
    paused(blind, 12)
    x, y = middle(blind, ".steepest-stage .map .plot")
    blind.mouse.click(x + 60, y + 80)
    blind.wait_for_function("hub.race.start[1] < -0.1")


# Hidden or visible, against an independent ray caster ------------------------------------------------------------

CELLS = 80
SHEET = 0.015  # a point on the surface is a mark on both sides of a thin sheet: hidden if neither can be seen
CAST = ("bowl", "himmelblau", "rosenbrock", "rastrigin", "two_wells")
HIDDEN = """([field, points, eyes]) => {
  field.z = Float32Array.from(field.z);
  return points.map(([x, y, z], i) => hidden(field, x, y, z, eyes[i]));
}"""


def height_field(surface) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    tone, _ = tone_of(surface)
    xs, ys = (np.linspace(low, high, CELLS + 1) for low, high in surface.bounds)
    return xs, ys, tone(surface.value(np.stack(np.meshgrid(xs, ys), axis=-1)))


def crossed(xs, ys, z, points, eyes) -> np.ndarray:
    """Whether the segment from a point to its eye meets a triangle of the surface: Möller and Trumbore 1997."""
    corners = np.stack([*np.meshgrid(xs, ys), z], axis=-1)
    a, b, c, d = corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]
    triangles = np.concatenate([np.stack(t, axis=-2).reshape(-1, 3, 3) for t in ((a, b, c), (a, c, d))])
    first, one, two = triangles[:, 0], triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    found = []
    for point, eye in zip(points, eyes, strict=True):
        ray = eye - point
        h = np.cross(ray, two)
        det = (one * h).sum(-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            s = point - first
            u = (s * h).sum(-1) / det
            q = np.cross(s, one)
            v = (q @ ray) / det
            t = (two * q).sum(-1) / det
        found.append(bool(((u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0) & (t < 1)).any()))
    return np.array(found)


def test_hidden_or_visible_agrees_with_an_independent_ray_caster(page):
    module(page, "/stage/visibility.js", "hidden")
    rng = np.random.default_rng(1)
    agreed, hidden = [], []
    for name in CAST:
        surface = SURFACES[name]
        xs, ys, z = height_field(surface)
        lows, highs = np.array(surface.bounds).T
        spans = highs - lows
        count = 200
        places = lows + rng.random((count, 2)) * spans
        tone, _ = tone_of(surface)
        lift = np.where(rng.random(count) < 0.7, 0.0, rng.uniform(-0.3, 0.5, count))  # on the surface, or off it
        points = np.column_stack([places, tone(surface.value(places)) + lift])
        turn, rise = rng.uniform(0, 2 * np.pi, count), np.radians(rng.uniform(-60, 85, count))
        far = rng.uniform(1.6, 4.0, count)
        direction = np.column_stack([np.cos(rise) * np.cos(turn), np.cos(rise) * np.sin(turn), np.sin(rise)])
        eyes = np.append((lows + highs) / 2, 0.5) + far[:, None] * direction * np.append(spans, 1.6)
        field = {
            "z": z.ravel().tolist(),
            "nx": CELLS + 1,
            "ny": CELLS + 1,
            "x0": xs[0],
            "y0": ys[0],
            "dx": xs[1] - xs[0],
            "dy": ys[1] - ys[0],
            "low": float(z.min()),
            "high": float(z.max()),
        }
        ours = np.array(page.evaluate(HIDDEN, [field, points.tolist(), eyes.tolist()]))
        above, below = (crossed(xs, ys, z, points + np.array([0.0, 0.0, sheet]), eyes) for sheet in (SHEET, -SHEET))
        theirs = np.where(lift == 0.0, above & below, crossed(xs, ys, z, points, eyes))
        agreed += list(ours == theirs)
        hidden += list(theirs)
    assert 0.2 < np.mean(hidden) < 0.8  # both answers occur
    assert len(agreed) == 1000
    assert np.mean(agreed) >= 0.99
