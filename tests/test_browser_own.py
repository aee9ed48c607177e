"""A typed formula on the page: nothing that belongs to it is cut off, hidden, or moves under the hand."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import box_of, fitted, opened, visitor

pytestmark = pytest.mark.browser

OWN = "surface=formula+a~2.0&formula=x^2+%2B+a*y^2"
FIELD = ".steepest-formula input"
# What is not whole of the numbers of the colour bar: those without a place, and those cut off by the map's edge.
CUT = """() => {
  const { top, bottom } = document.querySelector(".steepest-stage .map").getBoundingClientRect();
  const digits = 0.2; // of a line's height, above and below them
  const whole = [...document.querySelectorAll(".steepest-stage .cbaxis text")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.height > 0 && box.top + digits * box.height >= top && box.bottom - digits * box.height <= bottom
      && getComputedStyle(text).visibility === "visible" && Number(getComputedStyle(text).opacity) > 0;
  });
  return hub.ground.figure.data[0].colorbar.tickvals.length - whole.length;
}"""


def test_the_legend_leaves_the_buttons_free_and_every_number_of_the_colour_bar_is_seen(kept):
    page = kept.at(OWN)
    page.get_by_role("button", name="Critical points").click()
    expect(page.locator(".critical-legend")).to_contain_text("1 minimum")
    buttons, legend = (box_of(page, f".steepest-stage {part}") for part in (".map .zoom", ".critical-legend"))
    assert legend["x"] >= buttons["x"] + buttons["width"]
    page.get_by_role("button", name="Critical points").click()
    assert page.evaluate(CUT) == 0


def test_the_field_has_the_focus_again_after_draw_and_a_message_moves_nothing(kept):
    page = kept.at(OWN)
    page.locator(FIELD).fill("x^2 + 3y^2")
    expect(page.get_by_role("button", name="Draw")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("hub.ground.key.includes('x^2 + 3y^2') && hub.race.ground === hub.ground.key")
    expect(page.locator(FIELD)).to_be_focused()
    place = box_of(page, ".steepest-stage")
    page.locator(FIELD).fill("x^2 + sin y")
    expect(page.get_by_role("button", name="Write x^2 + sin(y)")).to_be_visible()
    assert box_of(page, ".steepest-stage") == place


def test_what_is_the_same_for_all_opens_whole(kept):
    page = kept.at("surface=rosenbrock")
    page.get_by_role("button", name="Change", exact=True).click()
    opened_ = page.get_by_test_id("stPopoverBody")
    expect(opened_.get_by_label("Clip at norm")).to_be_in_viewport(ratio=1)
    expect(opened_.get_by_label("Start x")).to_be_in_viewport(ratio=1)
    assert opened_.evaluate("(body) => body.scrollHeight <= body.clientHeight")
    page.keyboard.press("Escape")
    expect(opened_).to_have_count(0)


def test_a_model_that_is_wider_than_its_panel_breaks_between_its_terms(kept):
    page = kept.at("surface=rosenbrock&panels=equations+taylor&step=7")
    lines = page.locator(".st-key-open_panels p:has(> br)")
    expect(lines).to_have_count(2)
    assert lines.evaluate_all("(all) => all.every((line) => line.scrollWidth <= line.clientWidth)")


def test_on_paper_the_dials_have_their_numbers_and_the_controls_are_gone(kept):
    page = kept.at(OWN)
    page.emulate_media(media="print")
    expect(page.get_by_role("spinbutton", name="Parameter a of your formula")).to_have_value("2")
    expect(page.get_by_role("spinbutton", name="Parameter a of your formula")).to_be_visible()
    expect(page.get_by_role("slider", name="Parameter a of your formula")).to_be_hidden()
    expect(page.locator(".st-key-own_map")).to_be_hidden()
    page.emulate_media(media="screen")


def places(page: Page) -> list[float]:
    fitted(page)
    return [box_of(page, part)["y"] for part in (".st-key-own_map button", ".steepest-stage .map")]


def test_on_a_phone_nothing_moves_when_the_field_takes_the_focus(server, browser):
    with visitor(browser, server.url, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        page.add_init_script("""localStorage.setItem("steepest.formulas", '["x^2 + y^2"]')""")
        opened(page, f"{server.url}/?{OWN}")
        expect(page.locator(".steepest-formula select")).to_be_visible()
        before = places(page)
        page.locator(FIELD).tap()
        expect(page.locator(".steepest-formula .said")).to_contain_text("1/2x is x/2")
        assert places(page) == pytest.approx(before, abs=0.5)
