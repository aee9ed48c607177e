"""The panels in a real browser: their mathematics is typeset, and they follow the player when it rests."""

import os
import re
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from experiments import columns, link, record, taylor, update
from experiments import experiment as edit
from figures.palette import INK
from optimizers import OPTIMIZERS
from tests.browsing import Kept, box_of, led, middle, opened, paused
from tests.conftest import ROOT, free_port

pytestmark = pytest.mark.browser

ALL = "panels=equations+taylor+numbers+traces"
OPEN = ".st-key-open_panels"
TYPESET = f"{OPEN} .katex annotation"


@pytest.fixture
def page(kept: Kept) -> Page:
    return kept.at(f"step=57&chosen=3&{ALL}")


def adam(step: int = 57) -> record.Record:
    e = edit.default()
    return record.record(e, e.racers[3])


def wait_for_step(page: Page, step: int, name: str = "Adam") -> None:
    expect(page.locator(".steepest-followed")).to_have_text(f"{name}step {step} of 120")


def formulas(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(TYPESET).all_text_contents()]


def wait_for_equations(page: Page, one: record.Record, step: int) -> None:
    """All lines of this very update stand there, typeset."""
    for line in update.update(one, step).lines:
        expect(page.locator(TYPESET).filter(has_text=line.latex)).not_to_have_count(0)


def sent_frames(page: Page) -> list:
    sent = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.webSocketFrameSent", lambda frame: sent.append(frame))
    return sent


# Typesetting


@pytest.fixture(scope="module")
def gallery():
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "tests/gallery.py", "--server.port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://localhost:{port}"
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                break
        except OSError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(15)


@pytest.mark.parametrize("part", ["optimizers", "surfaces"])
def test_every_formula_is_typeset(gallery, browser, part):
    page = browser.new_page()
    page.goto(f"{gallery}/?part={part}")
    expect(page.get_by_text("The end.")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.locator(".katex-error").count() == 0
    assert page.locator(".katex").count() > 250
    raw = page.evaluate(
        """() => {
          const copy = document.querySelector(".stMain").cloneNode(true);
          for (const one of copy.querySelectorAll(".katex")) one.remove();
          return copy.textContent;
        }"""
    )
    assert "\\" not in raw
    assert "$" not in raw
    red = "(e) => getComputedStyle(e).color === 'rgb(204, 0, 0)'"  # KaTeX's colour of what it does not know
    assert not page.evaluate(f"[...document.querySelectorAll('.katex *')].some({red})")
    page.close()


def test_the_panels_show_what_was_computed(page):
    one = adam()
    wait_for_step(page, 57)
    wait_for_equations(page, one, 57)
    symbols = taylor.symbols(one.surface)
    model = taylor.model(one.surface, tuple(one.theta[57].tolist()))
    shown = "\n".join(formulas(page))
    for latex in (symbols.gradient, symbols.hessian, model.gradient, model.hessian, model.first, model.second):
        assert latex in shown
    assert page.locator(".katex-error").count() == 0
    row = page.locator(".steepest-table tr[aria-current]")
    expect(row.locator("th")).to_have_text("57")
    box, inside = box_of(page, ".steepest-table"), box_of(page, ".steepest-table tr[aria-current]")
    assert box["y"] <= inside["y"] < box["y"] + box["height"]


# Following


def test_the_panels_follow_every_way_to_another_step(page):
    wait_for_step(page, 57)
    race = page.evaluate("window.before = hub.race")
    assert race
    page.get_by_role("button", name="One step on (→)").click()
    wait_for_step(page, 58)
    wait_for_equations(page, adam(), 58)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    wait_for_step(page, 56)
    page.get_by_role("slider", name="Step", exact=True).fill("100")
    wait_for_step(page, 100)
    box = box_of(page, ".steepest-stage .strip")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("hub.step > 50 && hub.step < 70")
    wait_for_step(page, page.evaluate("hub.step"))
    page.keyboard.press("Home")
    wait_for_step(page, 0)
    expect(page.get_by_text("No update has run yet")).to_be_visible()
    assert page.evaluate("hub.race === window.before")  # the stage was left alone


def test_playing_sends_nothing_and_pausing_one_report(page):
    paused(page, 0)
    wait_for_step(page, 0)
    page.wait_for_timeout(300)
    sent = sent_frames(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    page.wait_for_function("hub.time >= 15")
    assert sent == []
    expect(page.locator(".steepest-followed")).to_contain_text("step 0 of")
    page.keyboard.press(" ")
    wait_for_step(page, page.evaluate("hub.step"))
    page.wait_for_timeout(600)
    assert len(sent) == 1


def test_nothing_is_sent_where_no_panel_is_open(kept):
    page = kept.at("step=20")
    expect(page.locator(OPEN)).to_have_count(0)
    page.wait_for_timeout(500)
    sent = sent_frames(page)
    page.evaluate("document.activeElement.blur()")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(700)
    assert sent == []
    page.get_by_role("button", name="Taylor", exact=True).click()
    wait_for_step(page, 23, "Gradient descent")  # at once where the player stands
    page.wait_for_url("**panels=taylor*")


def test_the_panels_follow_the_chosen_card(page):
    cards = page.locator(".steepest-racers .card")
    cards.nth(1).locator(".open").click()
    wait_for_step(page, 57, "Momentum")
    cards.nth(1).locator(".open").click()
    wait_for_step(page, 57, "Gradient descent")
    page.get_by_role("switch", name="Gradient descent runs").click()
    wait_for_step(page, 57, "Momentum")


def test_the_panels_follow_a_start_and_a_dial_once_the_hand_rests(page):
    wait_for_step(page, 57)
    x, y = middle(page, ".steepest-stage .start")
    before = formulas(page)
    page.mouse.move(x, y)
    page.mouse.down()
    for i in range(1, 8):
        page.mouse.move(x - 6 * i, y + 4 * i)
        page.wait_for_timeout(60)
    assert formulas(page) == before
    page.mouse.up()
    page.wait_for_function("!hub.held && hub.race.start[0] === hub.start[0]")
    start = tuple(page.evaluate("hub.race.start"))
    e = edit.with_start(edit.default(), *start)
    wait_for_equations(page, record.record(e, e.racers[3]), 57)
    field = page.locator(".steepest-racers .card").nth(3).locator("input[type=number]").first
    field.fill("0.2")
    field.press("Enter")
    e = edit.with_hyper(e, 3, "lr", 0.2)
    wait_for_equations(page, record.record(e, e.racers[3]), 57)


def test_the_open_panels_travel_in_the_link(page, server):
    page.wait_for_url("**panels=equations+taylor+numbers+traces*")
    page.get_by_role("button", name="Traces", exact=True).click()
    page.wait_for_url(re.compile(r"panels=equations\+taylor\+numbers(&|$)"))
    experiment, notes = link.parse(page.url.partition("?")[2])
    assert notes == ()
    assert experiment.panels == ("equations", "taylor", "numbers")
    opened(page, page.url)
    expect(page.get_by_role("heading", name="Numbers")).to_be_visible()
    expect(page.get_by_role("heading", name="Traces")).to_have_count(0)
    for name in ("Equations", "Taylor", "Numbers"):
        page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(lambda url: "panels" not in url)


def test_the_numbers_download_as_csv(page):
    wait_for_step(page, 57)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename == "bounded_saddle-adam.csv"
    with open(download.value.path(), encoding="utf-8") as file:
        assert file.read() == columns.to_csv(adam())


def test_another_quantity_is_traced(page):
    page.get_by_test_id("stPlotlyChart").first.wait_for()
    names = "[...(document.querySelector('.st-key-traced .js-plotly-plot')?.data ?? [])].map((t) => t.name)"
    assert page.evaluate(names) == ["m<sub>x</sub>", "m<sub>y</sub>"]
    page.locator(".st-key-trace button").last.click()
    page.wait_for_function(f"{names}.length === 2 && {names}[1].startsWith('2 / η')")


def test_the_python_of_the_step_is_there_on_request(page):
    page.get_by_text("The Python of this step").click()
    expect(page.get_by_text("return theta - lr * m_hat / (np.sqrt(v_hat) + self.eps)")).to_be_visible()


IN_ITS_PLACE = """() => {
  const figure = document.querySelector(".st-key-traced");
  const line = figure.getBoundingClientRect().left + parseFloat(getComputedStyle(figure, "::after").left);
  const plot = figure.querySelector(".js-plotly-plot");
  const axis = plot._fullLayout.xaxis;
  return Math.abs(line - plot.getBoundingClientRect().left - axis._offset - axis.d2p(hub.time)) <= 2;
}"""


def test_the_line_at_the_present_step_stands_where_the_traces_have_that_step(watched, server):
    page = opened(watched, f"{server.url}/?step=57&chosen=3&{ALL}")
    page.locator(".st-key-traced .js-plotly-plot").wait_for()
    for width in (1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        for step in (0, 57, 120):
            paused(page, step)
            page.wait_for_function(IN_ITS_PLACE)
            wait_for_step(page, step)
            page.wait_for_function(IN_ITS_PLACE)  # and stays there when the figure has come


# Screens


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["y"]


def bottom(page: Page, selector: str) -> float:
    box = box_of(page, selector)
    return box["y"] + box["height"]


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_the_switches_fit_on_the_first_screen_and_the_mathematics_joins_the_picture(watched, server, width, height):
    watched.set_viewport_size({"width": width, "height": height})
    page = opened(watched, f"{server.url}/?step=57")
    assert bottom(page, "[class*=st-key-panels]") <= height
    page.get_by_role("button", name="Equations", exact=True).click()
    expect(page.locator(OPEN)).to_be_visible()
    page.wait_for_timeout(300)
    assert bottom(page, f"{OPEN} .katex-display") <= height
    assert bottom(page, ".steepest-stage .transport") < bottom(page, f"{OPEN} h2")
    assert bottom(page, ".steepest-stage .views") - top(page, ".steepest-stage .views") > 0.45 * height
    assert (
        abs(top(page, ".steepest-stage .views") - top(page, ".steepest-stage .strip")) < 1
    )  # the curves stand beside it
    assert page.get_by_text("Pause, and it follows.").is_hidden()
    page.get_by_role("button", name="Play (space)").click()
    expect(page.get_by_text("Pause, and it follows.")).to_be_visible()


def test_long_lines_scroll_inside_themselves_on_a_phone(watched, server):
    watched.set_viewport_size({"width": 390, "height": 844})
    page = opened(watched, server.url)
    for racer in ("swats", "nadam", "adagrad_window", "line_search_armijo"):
        led(page, f"step=20&surface=goldstein_price&start=-0.75+-1.0&racer={racer}&{ALL}")
        expect(page.locator(".steepest-followed")).to_contain_text(f"{OPTIMIZERS[racer].name}step 20 of")
        page.locator(f"{OPEN} .katex-display").first.wait_for()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            ink = INK[scheme]
            page.wait_for_function(
                f"document.querySelector('.st-key-traced .js-plotly-plot')?.layout.font.color === '{ink}'"
            )
            assert page.evaluate("document.querySelector('.stMainBlockContainer').scrollWidth") <= 390
            lines = page.locator(f"{OPEN} :is(.katex-display, p)")
            assert max(lines.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")) <= 390


def test_a_racer_that_diverged_at_once_is_told_so(kept):
    page = kept.at(f"surface=goldstein_price&start=8+8&steps=60&step=60&racer=gradient_descent+lr~2.0&{ALL}")
    expect(page.get_by_text("Diverged at step 1: the last finite row")).to_be_visible()
    expect(page.get_by_text("Step 1 left the numbers")).to_be_visible()


def test_a_kink_and_a_point_outside_the_bounds_are_told(kept):
    page = kept.at(f"surface=ackley&start=0+0&step=0&{ALL}")
    expect(page.get_by_text("The loss has a kink at this point: no derivative, no model.")).to_be_visible()
    kept.at(f"start=7.9+-7.9&step=0&racer=adam&{ALL}")
    wait_for_step(page, 0)
    e = edit.with_start(edit.default(), 7.9, -7.9)
    model = taylor.model(e.surface, e.start)
    for term in taylor.pieces(model.second):
        expect(page.locator(TYPESET).filter(has_text=term)).not_to_have_count(0)
    assert page.locator(".steepest-stage .start").is_hidden()
