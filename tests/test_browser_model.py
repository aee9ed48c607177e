"""The Taylor model on the stage, in a real browser: it stands where the numbers say, follows the ball and the hand."""

import math
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from experiments import experiment as edit
from experiments.around import around
from experiments.record import record
from tests.browsing import PIXELS, Kept, middle, module, opened
from tests.test_browser_glass import AXES, moment

pytestmark = pytest.mark.browser

HIMMELBLAU = "surface=himmelblau&start=-1.0+0.5&steps=60&racer=gradient_descent+lr~0.01&step=2"


@pytest.fixture
def page(kept: Kept) -> Page:
    page = kept.at(HIMMELBLAU)
    page.emulate_media(reduced_motion="reduce")
    module(page, "/taylor/model.js", "drawn")
    module(page, "/taylor/critical.js", "marked")
    return page


def band(page: Page):
    return page.get_by_role("region", name="Taylor model", exact=True)


def at_ball(order: int, radius: float, step: int = 2):
    e = edit.with_start(edit.first_look("himmelblau"), -1.0, 0.5)
    e = edit.with_hyper(e, 0, "lr", 0.01)
    one = record(e, e.racers[0])
    x, y = one.theta[step].tolist()
    return around(e.surface, (x, y), order, radius, 0.01)


def wait_for_model(page: Page, order: int, step: int | None) -> dict:
    page.wait_for_function(
        "([order, step]) => drawn().data?.order === order && drawn().data.step === step", arg=[order, step]
    )
    return moment(page)


def test_the_model_stands_where_the_numbers_say(page):
    page.get_by_role("button", name="Local model on the map (M)").click()
    there = wait_for_model(page, 2, 2)
    radius = there["data"]["circle"]["radius"]
    shown = at_ball(2, radius)
    marks = there["marks"]
    ox, sx, oy, sy = there["plotly"]
    for name in ("lowest", "downhill", "model"):
        spot = getattr(shown.circle, name)
        np.testing.assert_allclose(marks[f"spot {name}"]["from"], [ox + sx * spot.x, oy + sy * spot.y], atol=1)
    circle = marks["circle circle"]
    assert math.dist(circle["from"], circle["to"]) == pytest.approx(radius * sx, abs=1)
    expect(band(page).locator(".kind")).to_have_text("a slope")
    expect(band(page).locator(".says")).to_contain_text("On the circle of radius")
    band(page).get_by_text("steps").click()
    expect(band(page).locator(".says")).to_have_text(shown.newton_is)
    there = moment(page)
    ox, sx, oy, sy = there["plotly"]
    end = there["marks"]["arrow newton"]["to"]
    assert shown.newton
    np.testing.assert_allclose(end, [ox + sx * shown.newton.to[0], oy + sy * shown.newton.to[1]], atol=1)
    band(page).get_by_text("circle").click()  # as before


def model_in(url: str) -> list[float]:
    """Order, radius and the point, if any, of the model in a link."""
    return [float(number) for number in parse_qs(urlsplit(url).query).get("model", [""])[0].split()]


def test_it_follows_the_ball_and_the_hand_and_travels_in_the_link(page, server):
    page.keyboard.press("m")
    wait_for_model(page, 2, 2)
    page.get_by_role("button", name="One step on (→)").click()
    wait_for_model(page, 2, 3)
    band(page).get_by_text("4", exact=True).click()
    wait_for_model(page, 4, 3)
    x, y = middle(page, ".steepest-stage .model-point")
    page.mouse.move(x, y)
    page.mouse.down()
    for i in range(1, 6):
        page.mouse.move(x + 20 * i, y - 12 * i)
    page.mouse.up()
    wait_for_model(page, 4, None)
    page.wait_for_function("drawn().data.point[0] === hub.model.at[0] && drawn().data.point[1] === hub.model.at[1]")
    expect(page.locator(".steepest-stage .model-point")).to_be_visible()
    point = page.evaluate("hub.model.at")
    page.wait_for_url(lambda url: model_in(url)[2:] == point)  # not that of a moment of the drag
    opened(page, page.url)
    assert page.evaluate("hub.model.at") == point
    page.get_by_role("button", name="Back to the ball").click()
    page.wait_for_function("hub.model.at === null")
    page.keyboard.press("Escape")
    expect(band(page)).to_have_count(0)
    page.wait_for_url(lambda url: "model=" not in url)


def test_a_kink_is_called_one_and_the_circle_is_still_true(watched, server):
    watched.emulate_media(reduced_motion="reduce")
    there = "surface=ackley&start=1.0+1.0&steps=20&racer=adam&step=3&view=both&model=2+0.5+0.0+0.0"
    page = opened(watched, f"{server.url}/?{there}")
    expect(band(page).locator(".says")).to_contain_text("The loss has a kink at this point")
    expect(band(page).locator(".says")).to_contain_text("no slope here to follow")
    page.wait_for_function(
        f"""() => {{
          const sheet = document.querySelector(".steepest-stage .space .layer.sheet");
          return sheet.width && ({PIXELS})(sheet).data.some((byte) => byte > 0);
        }}"""
    )


def test_critical_points_are_marked_on_request(page):
    page.get_by_role("button", name="Critical points").click()
    legend = page.locator(".steepest-stage .critical-legend")
    expect(legend).to_contain_text("4 minima")
    expect(legend).to_contain_text("4 saddles")
    page.wait_for_function("marked().length === 9")
    page.wait_for_function(
        f"""() => {{
          const [ox, sx, oy, sy] = ({AXES})();
          const minima = marked().filter(({{ kind }}) => kind === "minimum");
          return minima.some(({{ at: [x, y] }}) => Math.abs(x - ox - 3 * sx) < 1 && Math.abs(y - oy - 2 * sy) < 1);
        }}"""
    )
    page.get_by_role("button", name="Critical points").click()
    expect(legend).to_be_hidden()
    assert page.evaluate("marked()") == []


def test_what_kind_of_point_it_is_is_never_cut_off(kept):
    top = "surface=himmelblau&start=-0.270845+-0.923039&steps=40&racer=gradient_descent&step=0&view=both&model=2+1.0"
    page = kept.at(top)
    kind = band(page).locator(".kind")
    expect(kind).to_have_text("a maximum: level, and down on every side")
    inside, told = kind.evaluate("(kind) => [kind, kind.closest('.told')].map((e) => e.getBoundingClientRect().right)")
    assert inside <= told
