"""The panels in a real browser: their mathematics is typeset, and they follow the player when it rests."""

import re

import pytest
from playwright.sync_api import Page, expect

from experiments import columns, link, record, taylor, update
from experiments import experiment as edit
from figures.palette import INK
from optimizers import OPTIMIZERS
from tests.browsing import QUIET, Kept, box_of, led, middle, opened, paused, visitor
from tests.conftest import ROOT, Server

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


def wait_for_step(page: Page, step: int, name: str = "Adam", steps: int = 120) -> None:
    """The panels are about that step, and all that they have to say of it has come."""
    expect(page.locator(".steepest-followed")).to_have_text(f"{name}step {step} of {steps}")
    page.wait_for_function(QUIET)


def formulas(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(TYPESET).all_text_contents()]


def wait_for_formulas(page: Page, *latex: str) -> None:
    """They stand there, typeset."""
    for one in latex:
        page.wait_for_function(
            "([typeset, one]) => [...document.querySelectorAll(typeset)].some((e) => e.textContent.includes(one))",
            arg=[TYPESET, one],
        )


def wait_for_equations(page: Page, one: record.Record, step: int) -> None:
    """All lines of this very update stand there, typeset."""
    wait_for_formulas(page, *(line.latex for line in update.update(one, step).lines))


def wait_for_models(page: Page, one: record.Record, step: int) -> None:
    """So do the derivatives at this very step, and the models."""
    symbols = taylor.symbols(one.surface)
    model = taylor.model(one.surface, tuple(one.theta[step].tolist()))
    models = [term for one in (model.first, model.second) for term in taylor.pieces(one)]
    wait_for_formulas(page, symbols.gradient, symbols.hessian, model.gradient, model.hessian, *models)


def sent_frames(page: Page) -> list:
    sent = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.webSocketFrameSent", lambda frame: sent.append(frame))
    return sent


# Typesetting


@pytest.fixture(scope="module")
def gallery():
    one = Server(script="tests/gallery.py", PYTHONPATH=str(ROOT))
    one.wait("/_stcore/health")
    yield one
    assert "Traceback" not in one.stop()


RAW = """() => {
  const copy = document.querySelector(".stMain").cloneNode(true);
  for (const one of copy.querySelectorAll(".katex")) one.remove();
  return copy.textContent;
}"""


@pytest.mark.parametrize("part", ["optimizers", "surfaces"])
def test_every_formula_is_typeset(gallery, browser, part):
    with visitor(browser, gallery.url) as page:
        page.goto(f"{gallery.url}/?part={part}")
        expect(page.get_by_text("The end.")).to_be_visible()
        page.wait_for_function(f"{QUIET} && !/[\\\\$]/.test(({RAW})())")
        assert page.locator(".katex-error").count() == 0
        assert page.locator(".katex").count() > 250
        red = "(e) => getComputedStyle(e).color === 'rgb(204, 0, 0)'"  # KaTeX's colour of what it does not know
        assert not page.evaluate(f"[...document.querySelectorAll('.katex *')].some({red})")


# The row of the present step stands within its table
IN_SIGHT = """() => {
  const row = document.querySelector(".steepest-table tr[aria-current]");
  const [inside, table] = [row, row.closest(".steepest-table")].map((one) => one.getBoundingClientRect());
  return table.top <= inside.top && inside.top < table.bottom;
}"""


def test_the_panels_show_what_was_computed(page):
    one = adam()
    wait_for_step(page, 57)
    wait_for_equations(page, one, 57)
    wait_for_models(page, one, 57)
    assert page.locator(".katex-error").count() == 0
    row = page.locator(".steepest-table tr[aria-current]")
    expect(row.locator("th")).to_have_text("57")
    page.wait_for_function(IN_SIGHT)


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
    page.wait_for_timeout(300)  # it rests: nothing is left to be told
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
    wait_for_equations(page, adam(), 57)
    wait_for_models(page, adam(), 57)
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
    names = "[...(document.querySelector('.st-key-traced .js-plotly-plot')?.data ?? [])].map((t) => t.name)"
    moments = f"{names}.join() === 'm<sub>x</sub>,m<sub>y</sub>'"
    page.wait_for_function(moments)
    page.locator(".st-key-trace button").last.click()
    page.wait_for_function(f"{names}.length === 2 && {names}[1].startsWith('2 / η')")
    page.locator(".st-key-trace button").first.click()
    page.wait_for_function(moments)


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
    wait_for_step(page, 57, "Gradient descent")
    page.locator(f"{OPEN} .katex-display").first.wait_for()
    page.evaluate("document.fonts.ready.then(() => null)")
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
        query = f"step=20&surface=goldstein_price&start=-0.75+-1.0&racer={racer}&{ALL}"
        led(page, query)
        e, _ = link.parse(query)
        one = record.record(e, e.racers[0])
        wait_for_step(page, 20, OPTIMIZERS[racer].name, e.steps)
        wait_for_equations(page, one, 20)
        wait_for_models(page, one, 20)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            ink = INK[scheme]
            page.wait_for_function(
                f"document.querySelector('.st-key-traced .js-plotly-plot')?.layout.font.color === '{ink}'"
            )
            page.wait_for_function(QUIET)
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
    wait_for_formulas(page, *taylor.pieces(model.second))
    expect(page.locator(".steepest-stage .start")).to_be_hidden()
