"""Schedules in the browser: chosen on the card, drawn under the loss on its clock, typeset beside it in numbers."""

import pytest
from playwright.sync_api import expect

from tests.browsing import opened, paused

pytestmark = pytest.mark.browser

TOGETHER = """() => {
  const [under, over] = [".rates", ".main"].map((part) => document.querySelector(`.strip ${part} .cursor`));
  return Math.abs(under.getBoundingClientRect().left - over.getBoundingClientRect().left) < 0.5;
}"""


def test_a_schedule_is_drawn_under_the_loss_and_typeset(watched, server):
    page = opened(watched, server.url + "/?step=30&chosen=0")
    paused(page)
    rates = page.locator(".strip .rates")
    expect(rates).to_be_hidden()
    whole = page.locator(".strip .main").bounding_box()
    card = page.locator(".steepest-racers .card").first
    card.get_by_label("Gradient descent: schedule").select_option("warm_restarts")
    expect(rates).to_be_visible()
    box, above = rates.bounding_box(), page.locator(".strip .main").bounding_box()
    assert whole
    assert box
    assert above
    assert above["height"] > 0.6 * whole["height"]
    assert box["y"] >= above["y"] + above["height"] - 1
    for key in ("Home", "End", "ArrowLeft"):
        page.keyboard.press(key)
        page.wait_for_function(TOGETHER)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("Math.abs(hub.step - 59) < 4")

    formula = page.locator(".st-key-rates .katex-display")
    expect(formula).to_have_count(1)
    expect(page.locator(".st-key-rates")).to_contain_text("Gradient descent: its rate after")
    said = formula.locator("annotation").text_content()
    assert said
    assert "{0.05} =" in said.replace("&=", "=")
    assert r"t_n = {50} \cdot n" in said.replace("&=", "=")

    page.locator(".kinds").get_by_text("η").click()
    expect(rates).to_be_hidden()  # the strip itself shows them
    page.locator(".kinds").get_by_text("Loss").click()
    card.get_by_label("Gradient descent: schedule").select_option("constant")
    expect(rates).to_be_hidden()
    expect(formula).to_have_count(0)
