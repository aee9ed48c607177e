"""The formula box in a real browser: typed, corrected, shared by its link, reloaded, undone, and kept to itself."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browsing import led, opened, settled, until, visitor
from tests.conftest import Server
from tests.formulas import SLOW

pytestmark = pytest.mark.browser

SAID = ".steepest-formula .said"


def field(page: Page):
    return page.get_by_role("textbox", name="Formula f(x, y)")


def formula_of(page: Page) -> str | None:
    return parse_qs(urlparse(page.url).query).get("formula", [None])[0]


def wait_for_link(page: Page, formula: str) -> None:
    page.wait_for_function("(f) => new URL(location.href).searchParams.get('formula') === f", arg=formula)


def drawn(page: Page, formula: str) -> None:
    """The stage shows that formula, and the race on it."""
    page.wait_for_function("(f) => hub.ground.key.includes(f) && hub.race.ground === hub.ground.key", arg=formula)


def edited(page: Page, url: str) -> Page:
    """The page with the formula of its first surface in the field."""
    opened(page, url)
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(field(page)).to_be_focused()
    return page


@pytest.fixture
def page(watched: Page, server) -> Page:
    return edited(watched, server.url)


@pytest.fixture(scope="module")
def patient():
    """A server that gives no formula up."""
    one = Server(module="tests.patient")
    one.wait()
    yield one
    assert "Traceback" not in one.stop()


@pytest.fixture
def at_patient(patient, browser):
    with visitor(browser, patient.url) as page:
        yield edited(page, patient.url)


def test_a_formula_is_typed_corrected_shared_reloaded_and_undone(page, server, browser):
    expect(field(page)).to_have_value("x^2 + y^4/4 - y^2")  # it starts from the listed surface
    wait_for_link(page, "x^2 + y^4/4 - y^2")
    expect(page.locator(SAID)).to_contain_text("1/2x is x/2")  # the decisions

    field(page).press_sequentially("x^2 + a y^2 + sin 3x")
    expect(page.locator(SAID)).to_contain_text("sin needs parentheses: sin(3x).")
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".steepest-formula mark")).to_have_text("sin 3x")
    assert formula_of(page) == "x^2 + y^4/4 - y^2"  # nothing has been drawn yet

    page.get_by_role("button", name="Write x^2 + a y^2 + sin(3x)").click()
    wait_for_link(page, "x^2 + a y^2 + sin(3x)")
    drawn(page, "x^2 + a y^2 + sin(3x)")
    expect(field(page)).to_have_attribute("aria-invalid", "false")
    expect(page.locator(".st-key-title .katex").first).to_contain_text("sin")
    expect(page.get_by_role("slider", name="Parameter a of your formula")).to_be_visible()
    assert page.evaluate("hub.ground.minima.length") == 2

    field(page).fill("x2 + y")  # which may be one or the other: both are offered
    expect(page.get_by_role("button", name="Write x^2 + y")).to_be_visible()
    expect(page.get_by_role("button", name="Write 2*x + y")).to_be_visible()

    field(page).fill("x^2 + 3y^2")
    expect(page.locator(".st-key-title .katex-mathml").first).to_contain_text("3 y^{2}")  # at once how it is read,
    drawn(page, "sin(3x)")  # and the surface when it is asked for
    field(page).press("Enter")
    drawn(page, "x^2 + 3y^2")
    wait_for_link(page, "x^2 + 3y^2")
    expect(page.get_by_role("slider", name="Parameter a of your formula")).to_have_count(0)

    with visitor(browser, server.url) as other:  # opens the link
        opened(other, page.url)
        expect(field(other)).to_have_value("x^2 + 3y^2")
        assert other.evaluate("hub.race.runs.length") == page.evaluate("hub.race.runs.length")

    page.reload()
    expect(field(page)).to_have_value("x^2 + 3y^2")
    page.go_back()
    expect(field(page)).to_have_value("x^2 + a y^2 + sin(3x)")
    page.go_back()
    expect(field(page)).to_have_value("x^2 + y^4/4 - y^2")
    page.go_back()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    expect(field(page)).to_have_count(0)


def test_the_map_the_dials_and_what_was_used_last(page, server, browser):
    field(page).fill("x^2 + a*y^2")
    field(page).blur()  # leaving the field is asking for it
    drawn(page, "x^2 + a*y^2")
    dial = page.get_by_role("spinbutton", name="Parameter a of your formula (number)")
    dial.fill("-2")
    dial.press("Enter")
    page.wait_for_function("hub.ground.minima.length === 0")
    expect(page.locator(SAID)).to_contain_text("Found in [−2, 2] × [−2.2, 2.2]: 1 saddle; there may be more.")

    page.get_by_role("button", name="Map", exact=True).click()
    left = page.get_by_role("spinbutton", name="Left")
    left.fill("-3")
    left.press("Enter")
    page.wait_for_function("hub.ground.bounds[0][0] === -3")
    last = page.get_by_role("spinbutton", name="a to")
    last.fill("10")
    last.press("Enter")
    expect(dial).to_have_attribute("max", "10")
    first = page.get_by_role("spinbutton", name="a from")
    first.fill("2")
    first.press("Enter")
    expect(page.get_by_text("a = -2 lies outside 2 to 10: move it first.")).to_be_visible()
    page.keyboard.press("Escape")

    recent = page.get_by_role("combobox", name="Formulas used last in this browser")
    recent.select_option("x^2 + y^4/4 - y^2")
    drawn(page, "x^2 + y^4/4 - y^2")
    assert page.evaluate("localStorage.getItem('steepest.formulas')").startswith('["x^2 + y^4/4 - y^2"')
    recent.select_option("Forget all")
    expect(recent).to_be_hidden()
    assert page.evaluate("localStorage.getItem('steepest.formulas')") is None
    with visitor(browser, server.url) as elsewhere:  # another browser
        edited(elsewhere, server.url)
        expect(elsewhere.get_by_role("combobox", name="Formulas used last in this browser")).to_be_hidden()


def test_a_hostile_link_shows_the_nearest_race_and_one_line(watched, server):
    query = "?surface=formula+a~9&formula=__import__('os').system('x')&bounds=1&steps=33&start=9e9+0"
    page = opened(watched, f"{server.url}/{query}")
    expect(page.get_by_test_id("stAlert")).to_contain_text("The formula of this link cannot be read.")
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    assert page.evaluate("hub.race.steps") == 33


def test_the_picker_opens_the_box_and_escape_takes_back(watched, server):
    page = opened(watched, f"{server.url}/?surface=ravine")
    page.get_by_role("combobox", name=re.compile("Surface")).click()
    page.get_by_role("option", name="Your own formula").click()
    expect(field(page)).to_have_value("a*y^2/2 + x^2/2")
    wait_for_link(page, "a*y^2/2 + x^2/2")
    field(page).fill("x2")
    expect(page.locator(SAID)).to_contain_text("x2 can be read in two ways")
    field(page).press("Escape")
    expect(field(page)).to_have_value("a*y^2/2 + x^2/2")
    expect(page.locator(SAID)).not_to_contain_text("two ways")
    field(page).press(" ")  # it is a letter here, and not the player's key
    expect(page.get_by_role("button", name="Draw")).to_be_visible()


def asked_for(page: Page, formula: str) -> None:
    """It is being worked out, and that takes long."""
    field(page).fill(formula)
    field(page).press("Enter")
    expect(page.locator(SAID)).to_contain_text("Working out its derivatives")


def test_work_that_takes_too_long_is_given_up(page):
    field(page).fill(SLOW)
    field(page).press("Enter")
    expect(page.locator(SAID)).to_contain_text("longer than 2 seconds")
    assert formula_of(page) == "x^2 + y^4/4 - y^2"
    field(page).fill("x" * 300)
    expect(page.locator(SAID)).to_contain_text("A formula has at most 200 characters; this one has 201.")


def test_work_that_takes_long_says_so_and_can_be_stopped(at_patient):
    page = at_patient
    asked_for(page, SLOW)
    page.get_by_test_id("stMainBlockContainer").get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(SAID)).to_contain_text("Stopped.")
    asked_for(page, f"{SLOW}+1")
    field(page).fill("x^2 + 5y^2")  # the newest wins
    with page.expect_request(lambda request: request.url.endswith("/stop")):
        field(page).press("Enter")
    drawn(page, "x^2 + 5y^2")
    wait_for_link(page, "x^2 + 5y^2")
    asked_for(page, f"{SLOW}+2")
    with page.expect_request(lambda request: request.url.endswith("/stop")):
        page.go_back()
    drawn(page, "x^2 + y^4/4 - y^2")
    expect(field(page)).to_have_value("x^2 + y^4/4 - y^2")
    asked_for(page, f"{SLOW}+3")
    page.get_by_role("combobox", name=re.compile("Surface")).click()
    with page.expect_request(lambda request: request.url.endswith("/stop")):
        page.get_by_role("option", name="Ravine", exact=False).first.click()
    drawn(page, "ravine")
    expect(field(page)).to_have_count(0)


def test_the_buttons_stand_on_the_map_and_refusals_in_sight(page):
    """Also where the map is narrower than its place: they would cover the numbers of its axis."""
    field(page).fill("x^2 + 3y^2")
    field(page).press("Enter")
    drawn(page, "x^2 + 3y^2")
    page.wait_for_function(  # once Plotly has drawn it
        """() => {
          const left = (part) => document.querySelector(`.steepest-stage ${part}`).getBoundingClientRect().left;
          return left(".zoom") >= left(".plot .bg");
        }"""
    )

    page.get_by_role("button", name="Map", exact=True).click()
    left = page.get_by_role("spinbutton", name="Left")
    expect(left).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})  # what is refused is said where it is seen, on a phone too
    left.fill("-900")
    left.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_contain_text("at most 4 times as long one way as the other: here 17.6")
    expect(page.get_by_test_id("stAlert")).to_be_in_viewport(ratio=1)
    expect(left).not_to_have_value("-900")


def test_a_word_that_comes_after_the_field_is_gone(watched, server):
    held: list[tuple[WebSocketRoute, bytes]] = []
    heard: list[ForwardMsg] = []

    def between(socket: WebSocketRoute) -> None:
        above = socket.connect_to_server()

        def said(message: bytes | str) -> None:
            assert isinstance(message, bytes)
            widgets = BackMsg.FromString(message).rerun_script.widget_states.widgets
            if any('"event":"draft"' in one.json_trigger_value for one in widgets):
                held.append((above, message))
            else:
                above.send(message)

        def answers(message: bytes | str) -> None:
            assert isinstance(message, bytes)
            heard.append(ForwardMsg.FromString(message))
            socket.send(message)

        socket.on_message(said)
        above.on_message(answers)

    watched.route_web_socket(re.compile("_stcore/stream"), between)
    page = opened(watched, f"{server.url}/?surface=formula&formula=x^2%2By^2")
    field(page).fill("x^2 + 7y^2")
    until(page, lambda: bool(held))
    led(page, "surface=ravine")
    expect(field(page)).to_have_count(0)
    heard.clear()
    for above, message in held:  # as Streamlit merges it with a run of the whole page that is asked for meanwhile
        merged = BackMsg.FromString(message)
        merged.rerun_script.fragment_id = ""
        merged.rerun_script.query_string = "surface=ravine"
        above.send(merged.SerializeToString())
    until(page, lambda: any(one.HasField("script_finished") for one in heard))
    assert not [one for one in heard if one.delta.new_element.HasField("exception")]
    settled(page)
    assert page.get_by_test_id("stException").count() == 0
    assert page.evaluate("hub.ground.key").startswith("ravine")
