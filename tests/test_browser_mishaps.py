"""What goes wrong on the way to the server: a refusal is said, a fault of ours seen, nothing left half shown."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from components.assets import ROUTE
from tests.browsing import Kept

pytestmark = pytest.mark.browser

STEP = "step=8&chosen=3"
WORDS = "Not today."
# Errors that nobody has caught
FALLEN = """() => {
  window.fallen = [];
  addEventListener("unhandledrejection", (event) => {
    fallen.push(event.reason.message);
    event.preventDefault();
  });
}"""
# The answer to a question comes when the test lets it come
HELD = """(name) => {
  const usual = window.fetch;
  window.letCome = null;
  window.fetch = async (address, ...rest) => {
    const answer = await usual(address, ...rest);
    if (!String(address).endsWith(name)) return answer;
    window.fetch = usual;
    await new Promise((come) => (window.letCome = come));
    return answer;
  };
}"""
# The answer to a question is another one
ANSWERED = """([name, ...answer]) => {
  const usual = window.fetch;
  const other = (address) => String(address).endsWith(name);
  window.fetch = async (...asked) => other(asked[0]) ? new Response(...answer) : usual(...asked);
  window.restored = () => (window.fetch = usual);
}"""
RANGE = 'document.querySelector(".steepest-stage .map .plot")._fullLayout.xaxis.range.join()'


def band(page: Page, name: str):
    return page.locator(f".steepest-stage .{name}")


@contextmanager
def answered(page: Page, question: str, body: str, status: int = 400) -> Iterator[None]:
    """The server's answer to this question is that, with the status of a refusal."""
    page.evaluate(ANSWERED, [question, body, {"status": status}])
    yield
    page.evaluate("restored()")


@pytest.fixture(scope="module")
def blank(server, browser):
    """A page of the app's address without the app, so that its modules can be imported and nothing else runs."""
    page = browser.new_page()
    page.goto(f"{server.url}/health")
    page.evaluate(FALLEN)
    yield page
    page.close()


@pytest.fixture
def lab(blank) -> Page:
    blank.evaluate("fallen.length = 0")
    return blank


def test_a_model_closed_before_its_answer_is_shown_when_it_is_opened_again(kept: Kept):
    page = kept.at(STEP)
    page.evaluate(HELD, "/model")
    page.keyboard.press("m")
    page.wait_for_function("letCome !== null")
    page.keyboard.press("Escape")
    page.evaluate("letCome()")
    page.evaluate("new Promise((resolve) => setTimeout(resolve, 50))")  # it is read
    page.keyboard.press("m")
    expect(band(page, "modelled").locator(".equation math").first).to_be_visible()


def test_a_model_that_is_refused_says_why_and_goes(kept: Kept):
    page = kept.at(f"{STEP}&view=both&model=2+0.5")
    expect(band(page, "modelled").locator(".equation math").first).to_be_visible()
    with answered(page, "/model", WORDS):
        page.get_by_role("button", name="One step on (→)").click()
        expect(band(page, "modelled").locator(".says")).to_have_text(WORDS)
    expect(band(page, "modelled").locator(".equation math")).to_have_count(0)
    expect(band(page, "modelled").locator(".kind")).to_be_empty()
    page.get_by_role("button", name="One step on (→)").click()
    expect(band(page, "modelled").locator(".equation math").first).to_be_visible()


def test_critical_points_that_are_refused_say_why(kept: Kept):
    page = kept.at("surface=himmelblau")
    legend = page.locator(".steepest-stage .critical-legend")
    button = page.get_by_role("button", name="Critical points")
    with answered(page, "/critical", WORDS):
        button.click()
        expect(legend).to_have_text(WORDS)
        button.click()
        expect(legend).to_be_hidden()
    button.click()
    expect(legend).to_contain_text("4 minima")
    button.click()


def test_a_step_that_cannot_be_opened_leaves_nothing_of_the_one_before(kept: Kept):
    page = kept.at("surface=himmelblau&racer=adam&step=8&view=both")
    page.keyboard.press("o")
    scales = page.locator(".steepest-stage .space-scale"), page.get_by_role("group", name="Scale of the arrows")
    for scale in scales:
        expect(scale).to_be_visible()
    page.get_by_role("switch", name="Adam runs").click()
    expect(band(page, "opened").locator(".says")).to_contain_text("No racer is on.")
    for scale in scales:
        expect(scale).to_be_hidden()
    assert page.evaluate("hub.still") is None
    lit = "document.adoptedStyleSheets.flatMap((one) => [...one.cssRules]).map((rule) => rule.selectorText ?? '')"
    assert page.evaluate(f"{lit}.filter((text) => text.includes('st-key-lines')).length") == 0


def test_a_step_closed_and_opened_at_once_stays_near_and_then_leads_back(kept: Kept):
    page = kept.at("surface=himmelblau&racer=gradient_descent+lr~0.01&steps=60&start=-1.0+0.5&step=40")
    whole = page.evaluate(RANGE)
    page.keyboard.press("o")
    page.wait_for_function(f"(whole) => {RANGE} !== whole", arg=whole)
    near = page.evaluate(RANGE)
    page.evaluate("hub.put('line', null); hub.put('line', 0)")
    settled = (
        "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))))"
    )
    page.evaluate(settled)
    assert page.evaluate(RANGE) == near
    page.keyboard.press("Escape")
    page.wait_for_function(f"(whole) => {RANGE} === whole", arg=whole)


def test_a_fault_of_the_stage_is_seen_and_not_taken_for_a_server_that_is_gone(lab):
    lab.evaluate(ANSWERED, ["race", "{}"])
    got = lab.evaluate(
        """async (route) => {
          const { Channel } = await import(`.${route}/stage/channel.js`);
          const channel = new Channel();
          const broken = (stop) => () => {
            if (stop) channel.stop(); // what is given up can have faults, too
            throw new TypeError(`the stage${stop}`);
          };
          for (const stop of ["", ", given up"]) {
            channel.open("race", () => "bowl", broken(stop));
            channel.answered(null, `v=1${stop}`);
            channel.push("start", { op: "start", x: 1 });
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          return fallen;
        }""",
        ROUTE,
    )
    assert got == ["the stage", "the stage, given up"]


def test_a_fault_of_the_panels_is_seen(lab):
    lab.evaluate(ANSWERED, ["/record", "{}"])
    got = lab.evaluate(
        """async (route) => {
          const { Record } = await import(`.${route}/follow/record.js`);
          const { HTML } = await import(`.${route}/stage/working.js`);
          const { hub } = await import(`.${route}/stage/hub.js`);
          document.body.innerHTML = HTML;
          hub.race = { runs: [{ slot: 0 }] };
          const broken = () => { throw new TypeError("the panels"); };
          const record = new Record(document.body.firstElementChild, broken, new AbortController().signal);
          record.wait({ link: "v=1", slot: 0 });
          await new Promise((resolve) => setTimeout(resolve, 50));
          return fallen;
        }""",
        ROUTE,
    )
    assert got == ["the panels"]


def test_a_fault_of_the_model_is_seen(kept: Kept):
    page = kept.at(STEP)
    page.evaluate(FALLEN)
    with answered(page, "/model", "{}", 200):  # without what is drawn
        page.keyboard.press("m")
        page.wait_for_function("fallen.length")
    page.keyboard.press("Escape")


SWARM = """async ([route, answer]) => {
  const { swarm } = await import(`.${route}/swarm/swarm.js`);
  const { hub } = await import(`.${route}/stage/hub.js`);
  window.fetch = async () => {
    if (!answer) throw new TypeError("no network");
    return new Response(...answer);
  };
  swarm({ data: { link: `${Math.random()}`, slot: 0 } });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { crowd } = hub;
  return { says: crowd?.says ?? null, again: Boolean(crowd?.again), fallen };
}"""


@pytest.mark.parametrize(
    ("answer", "says", "again", "fallen"),
    [
        pytest.param(None, None, True, 0, id="gone"),
        pytest.param([WORDS, {"status": 413}], WORDS, False, 0, id="refused"),
        pytest.param(['{"swarm": {"n": 1}}\n'], None, False, 1, id="a fault"),
    ],
)
def test_a_swarm_that_does_not_come_says_why(lab, answer, says, again, fallen):
    got = lab.evaluate(SWARM, [ROUTE, answer])
    assert (got["says"], got["again"], len(got["fallen"])) == (says, again, fallen)
