"""The page on a slow line: what the browser does not know yet loses no edit, and no way back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import middle, opened, settled, visitor, wait_for_start
from tests.conftest import Server
from tests.slow_line import slow_line

pytestmark = pytest.mark.browser

DELAY = 0.15  # seconds, each way: another continent


@pytest.fixture(scope="module")
def far(server: Server):
    with slow_line(server.port, DELAY) as address:
        yield address


@pytest.fixture
def page(far: str, browser):
    with visitor(browser, far) as one:
        yield opened(one, f"{far}/?step=40")


def test_an_edit_stays_though_its_popover_closes_before_its_link_is_known(page: Page):
    page.get_by_role("button", name="Change").click()
    steps = page.get_by_role("spinbutton", name="Steps")
    steps.fill("77")
    steps.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_function("hub.race.steps === 77")
    page.wait_for_url("**steps=77*")
    expect(page.get_by_text("same start · 77 steps")).to_be_visible()
    assert page.evaluate("hub.race.loads") == 1


def test_back_is_followed_whenever_it_comes(page: Page):
    begin = page.evaluate("hub.race.start")
    for wait in (0, 50, 150, 250, 350):  # milliseconds after the picture has followed
        page.locator(".steepest-stage .start").press("ArrowDown")
        page.wait_for_function("(y) => hub.race.start[1] < y", arg=begin[1])
        page.wait_for_url("**start=*")
        page.wait_for_timeout(wait)
        page.go_back()
        wait_for_start(page, *begin)
        page.wait_for_timeout(1000)
        assert "start=" not in page.url
        assert page.evaluate("hub.race.start") == begin


def test_the_ring_stays_where_the_hand_has_left_it(page: Page):
    page.evaluate(
        """() => {
          window.rings = [];
          const look = () => { rings.push([hub.held, ...hub.start]); requestAnimationFrame(look); };
          look();
        }"""
    )
    x, y = middle(page, ".steepest-stage .start")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y + 60, steps=12)
    page.wait_for_function("rings.at(-1)[0]")  # that the hand holds it has been seen
    page.mouse.up()
    settled(page)
    page.wait_for_function("!rings.at(-1)[0]")
    rings = page.evaluate("rings")
    last = max(i for i, (held, *_) in enumerate(rings) if held)
    after = {tuple(place) for _, *place in rings[last + 1 :]}
    assert len(after) == 1, after
