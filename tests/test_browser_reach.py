"""Who uses keys or hears the page reaches what others see: which keys are free, and what is told."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Kept, paused

pytestmark = pytest.mark.browser

STEP = "step=8&chosen=3"


def opens(page: Page, key: str, band: str) -> None:
    """The key opens a band under the views, and closes it again."""
    one = page.locator(f".steepest-stage .{band}")
    page.keyboard.press(key)
    expect(one).to_be_visible()
    page.keyboard.press(key)
    expect(one).to_be_hidden()


@pytest.mark.parametrize(
    ("focus", "moves"),
    [
        pytest.param(".transport .scrub", ("ArrowRight", "PageDown", "Home", "End"), id="dial"),
        pytest.param(".kinds [value=loss]", ("ArrowRight", " "), id="radio"),
    ],
)
def test_a_control_keeps_the_keys_that_it_needs_and_no_others(kept: Kept, focus, moves):
    page = kept.at(STEP)
    paused(page)
    control = page.locator(f".steepest-stage {focus}")
    control.focus()
    opens(page, "m", "modelled")
    control.focus()
    opens(page, "o", "opened")
    control.focus()
    page.keyboard.press("+")
    expect(page.get_by_label("Speed (+ and −)")).to_have_value("2")
    page.keyboard.press("-")
    for key in moves:
        control.focus()
        page.evaluate("addEventListener('keydown', (event) => (window.left = !event.defaultPrevented), { once: true })")
        page.keyboard.press(key)
        assert page.evaluate("left"), key
    assert not page.evaluate("hub.playing")


def test_that_a_link_was_copied_is_told(kept: Kept):
    page = kept.at(STEP)
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".steepest-racers header [role=status]")).to_have_text("Link copied")
    assert page.evaluate("copied === location.href")
    expect(page.locator(".steepest-racers header [role=status]")).to_be_empty()
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()


def test_a_swarm_on_its_way_is_told_without_counting_aloud(kept: Kept):
    page = kept.at(STEP)
    line = page.locator(".steepest-racers .crowd:visible")
    for share in (0.25, 0.5):
        page.evaluate("(share) => hub.put('crowd', { slot: 3, share, end: () => {} })", share)
        expect(line).to_contain_text(f"{100 * share:.0f} %")
        expect(line.get_by_role("status")).to_have_text("swarm: running")
    page.evaluate("hub.put('crowd', { slot: 3, share: null, says: 'This swarm is too large.' })")
    expect(line.get_by_role("status")).to_have_text("This swarm is too large.")
    page.evaluate("hub.put('crowd', null)")


def test_the_scatter_plot_says_at_rest_where_the_model_is(kept: Kept):
    page = kept.at("surface=line20&racer=gradient_descent&racer=adam&chosen=1&step=3")
    plot = page.locator(".steepest-fit")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        w, b = page.evaluate("[0, 1].map((axis) => hub.race.runs[1].theta[2 * hub.step + axis])")
        model = re.compile(rf"^20 samples: .*\. Adam: w {w:.4g}, b {b:.4g}$".replace("-", "−"))
        expect(plot).to_have_attribute("aria-label", model)


def test_what_a_scale_of_heights_means_is_told_with_it(kept: Kept):
    page = kept.at(f"{STEP}&view=3d")
    for name, says in (("Log height", "Heights as the map's colours"), ("Linear height", "Heights in proportion")):
        described = page.get_by_role("radio", name=name).evaluate(
            "(radio) => document.getElementById(radio.getAttribute('aria-describedby')).textContent"
        )
        assert described.startswith(says)
