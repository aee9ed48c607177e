"""The stage under a finger: tap, drag, scroll."""

import math

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import middle, opened, paused, step_of, visitor
from tests.conftest import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser, server: Server):
    screen = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    with visitor(browser, server.url, **screen) as page:
        yield opened(page, server.url)


def finger(page: Page, path: list[tuple[float, float]]) -> None:
    """A finger that goes down at the first point, along the others, and up at the last."""
    client = page.context.new_cdp_session(page)
    for index, (x, y) in enumerate(path):
        kind = "touchStart" if index == 0 else "touchMove"
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(40)
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_tap_puts_the_start_there(phone):
    x, y = middle(phone, ".steepest-stage .map .plot")
    phone.touchscreen.tap(x - 40, y + 60)
    phone.wait_for_function("hub.race.start[1] < -0.1")


def test_a_finger_drags_the_start(phone):
    paused(phone, 120)
    x, y = middle(phone, ".steepest-stage .start")
    finger(phone, [(x - 5 * i, y + 8 * i) for i in range(12)])
    phone.wait_for_function("!hub.held && hub.race.start[1] < -0.2")
    phone.wait_for_url("**start=*")
    assert step_of(phone) == 120


def test_a_finger_on_the_map_scrolls_the_page(phone):
    x, y = middle(phone, ".steepest-stage .map .plot")
    finger(phone, [(x, y - 10 * i) for i in range(14)])
    phone.wait_for_function("Math.max(...Array.from(document.querySelectorAll('*'), (e) => e.scrollTop)) > 30")
    assert phone.evaluate("hub.start") == [1.6, 0.001]


def test_a_finger_turns_a_dial_and_the_transport(phone):
    paused(phone, 30)
    assert step_of(phone) == 30
    phone.get_by_role("button", name="One step on (→)").tap()
    assert step_of(phone) == 31
    dial = phone.locator(".steepest-racers input[type=range]").first
    dial.scroll_into_view_if_needed()
    box = dial.bounding_box()
    y = box["y"] + box["height"] / 2
    finger(phone, [(box["x"] + box["width"] * (0.6 - 0.03 * i), y) for i in range(8)])
    phone.wait_for_function("hub.race.runs[0].lr[0] < 0.04")
    phone.wait_for_url("**racer=gradient_descent+lr*")


def test_a_finger_turns_the_surface_and_two_bring_it_nearer(phone):
    phone.locator(".views-shown").get_by_text("3-D").tap()
    phone.locator(".steepest-stage .ring").wait_for(state="visible")
    x, y = middle(phone, ".steepest-stage .scene")
    finger(phone, [(x - 60 + 8 * i, y + 60) for i in range(8)])
    phone.wait_for_function("hub.camera !== null")
    before = phone.evaluate("hub.camera")
    client = phone.context.new_cdp_session(phone)
    for gap in (30, 40, 50, 60):
        points = [{"x": x - gap, "y": y, "id": 0}, {"x": x + gap, "y": y, "id": 1}]
        kind = "touchStart" if gap == 30 else "touchMove"
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        phone.wait_for_timeout(40)
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.wait_for_function("(far) => Math.hypot(...hub.camera) < 0.7 * far", arg=math.hypot(*before))
    assert phone.evaluate("hub.start") == [1.6, 0.001]
