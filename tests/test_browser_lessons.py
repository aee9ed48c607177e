"""Every lesson in a real browser: a prediction before the paths, the answer after the run, every scene by its link."""

import pytest
from playwright.sync_api import expect

from experiments import link
from experiments.lesson import read
from experiments.scenes import LESSONS
from tests.browsing import INKED, module, settled, visitor

pytestmark = pytest.mark.browser

SCREENS = [(1920, 1080, "dark"), (1366, 768, "light"), (390, 844, "dark")]
TRAILS = ".steepest-stage .map canvas.live"


@pytest.fixture
def visit(server, browser):
    with visitor(browser, server.url, deep=True) as page:
        yield page


def open_lesson(page, url):
    page.goto(url)
    expect(page.locator(".steepest-stage .map canvas.live")).to_be_attached()
    expect(page.locator(".steepest-stage .map .nsewdrag")).to_be_attached()


def no_fault(page):
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stAlert]").count() == 0
    assert page.locator(".katex-error").count() == 0


@pytest.mark.parametrize(("width", "height", "scheme"), SCREENS)
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_from_prediction_to_the_last_scene(visit, server, name, width, height, scheme):
    visit.set_viewport_size({"width": width, "height": height})
    visit.emulate_media(color_scheme=scheme)
    one = read(name)
    prediction = one.predictions[0]
    open_lesson(visit, f"{server.url}/{name}")
    heading, asked = visit.get_by_role("heading", name=one.title), visit.locator(".st-key-prediction")
    expect(heading).to_be_in_viewport(ratio=1)
    expect(asked.get_by_role("button", name=prediction.options[-1])).to_be_in_viewport(ratio=0.5)
    assert not visit.evaluate(INKED, TRAILS)
    assert visit.locator(".steepest-racers").count() == 0
    wrong = (prediction.right + 1) % len(prediction.options)
    visit.keyboard.press("Space")  # plays nothing
    visit.get_by_role("button", name=prediction.options[wrong]).click()
    guess = visit.locator(".steepest-guess")
    expect(guess).to_contain_text(prediction.options[wrong])
    answer = visit.locator(".st-key-answer")
    expect(answer).to_be_hidden()  # at once: the run takes five seconds
    visit.wait_for_function(INKED, arg=TRAILS)
    expect(visit.locator(".steepest-stage .views")).to_be_in_viewport(ratio=0.98)
    visit.keyboard.press("End")
    expect(answer).to_be_visible()
    expect(answer).to_be_in_viewport(ratio=0.95)
    expect(answer).to_contain_text(prediction.options[prediction.right])
    expect(guess).to_be_visible()
    no_fault(visit)
    module(visit, "/stage/hub.js", "hub")
    for each in one.tries:
        loads = visit.evaluate("hub.race.loads")
        visit.locator(".st-key-tries").get_by_role("link", name=each.title, exact=True).click()
        expect(visit.locator(".st-key-scene")).to_contain_text(each.title)
        visit.wait_for_function("(loads) => hub.race.loads > loads", arg=loads)
        visit.wait_for_function(INKED, arg=TRAILS)
        shown = LESSONS[name][each.scene]()
        expect(visit.locator(".steepest-racers .card")).to_have_count(len(shown.racers))
        no_fault(visit)
    visit.get_by_text("Mathematics", exact=True).click()
    expect(visit.locator(".st-key-lesson_text .katex-display").first).to_be_visible()
    assert "{{" not in visit.locator(".st-key-lesson_text").inner_text()
    assert visit.evaluate("document.documentElement.scrollWidth") <= width
    no_fault(visit)


@pytest.mark.parametrize("hand", [False, True])
def test_a_scroll_to_the_stage_that_comes_to_nothing_is_begun_again_unless_a_hand_moves(visit, server, hand):
    visit.set_viewport_size({"width": 390, "height": 844})
    open_lesson(visit, f"{server.url}/scaling")
    visit.evaluate(
        """(hand) => {
          const scroll = Element.prototype.scrollIntoView;
          window.asked = 0;
          Element.prototype.scrollIntoView = function (how) {
            asked += this.matches(".stColumn"); // that of the stage
            if (asked !== 1) scroll.call(this, how);
            else if (hand) setTimeout(() => dispatchEvent(new WheelEvent("wheel")));
          };
        }""",
        hand,
    )
    visit.get_by_role("button", name=read("scaling").predictions[0].options[0]).click()
    visit.wait_for_function("asked >= 1")
    if hand:
        visit.wait_for_timeout(2000)  # until it would have been begun again
        assert visit.evaluate("asked") == 1
    else:
        expect(visit.locator(".steepest-stage .views")).to_be_in_viewport(ratio=0.98)


def test_one_key_leads_back_to_the_start_of_the_scene(visit, server):
    open_lesson(visit, f"{server.url}/downhill?scene=large")
    ring = visit.locator(".steepest-stage .map .start")
    expect(ring).to_have_attribute("aria-label", "Start point, x −3, y 1. Arrow keys move it, with Shift finely.")
    ring.focus()
    for _ in range(3):
        visit.keyboard.press("ArrowRight")
    visit.wait_for_url("**start=-2*")
    shown, notes = link.parse(visit.url.partition("?")[2])
    assert notes == ()
    assert shown.circle == 1.0
    settled(visit)
    visit.locator("h2").first.click()
    visit.keyboard.press("b")
    expect(ring).to_have_attribute("aria-label", "Start point, x −3, y 1. Arrow keys move it, with Shift finely.")


def test_the_circle_follows_its_radius_and_the_ring(visit, server):
    open_lesson(visit, f"{server.url}/downhill?scene=small")
    angle = visit.locator(".steepest-circle .angle")
    expect(angle).to_contain_text("5.12°")
    visit.get_by_label("Radius of the circle").focus()
    visit.keyboard.press("ArrowRight")
    expect(angle).not_to_contain_text("5.12°")
    visit.locator(".steepest-stage .map .start").focus()
    before = angle.inner_text()
    visit.keyboard.press("ArrowUp")
    expect(angle).not_to_have_text(before)
    assert visit.evaluate(INKED, "canvas.circles")


def test_the_course_lists_the_lessons_with_a_picture_each(visit, server):
    visit.goto(server.url)
    visit.get_by_role("link", name="Course").click()
    expect(visit.locator(".steepest-course li")).to_have_count(len(LESSONS))
    pictures = visit.locator(".steepest-sketch i:last-of-type")
    assert "data:image/svg" in pictures.first.evaluate("e => getComputedStyle(e).maskImage")
    visit.get_by_role("link", name=read("downhill").title).click()
    expect(visit.get_by_role("heading", name=read("downhill").title)).to_be_visible()


APART = """([one, other]) => {
  const [a, b] = [one, other].map((selector) => document.querySelector(selector).getBoundingClientRect());
  const above = (one, other) => one.bottom <= other.top + 1;
  const beside = (one, other) => one.right <= other.left;
  return a.height > 0 && b.height > 0 && [above, beside].some((apart) => apart(a, b) || apart(b, a));
}"""


def test_what_the_model_and_the_glass_say_covers_nothing(visit, server):
    open_lesson(visit, f"{server.url}/downhill?scene=taylor")
    says = visit.locator(".modelled .says")
    expect(says).to_contain_text("9.5°")
    for other in (".modelled .which", ".modelled .equation", ".modelled .dials"):
        assert visit.evaluate(APART, [".modelled .says", other]), other
    visit.get_by_role("button", name="Open step").click()
    expect(visit.locator(".opened .says")).to_contain_text("The slope here")
    for other in (".opened .which", ".opened .equation", ".opened .slice"):
        assert visit.evaluate(APART, [".opened .says", other]), other


LATE = """() => {
  const { ground } = hub;
  const band = document.querySelector(".modelled");
  hub.put("model", null);
  hub.ground = null;
  hub.put("model", { order: 1, radius: 1, at: null });
  const before = band.hidden;
  hub.put("ground", ground);
  return [before, band.hidden];
}"""


def test_a_model_may_be_asked_for_before_its_surface_is_there(visit, server):
    open_lesson(visit, f"{server.url}/downhill?scene=taylor")
    expect(visit.locator(".modelled .says")).to_contain_text("9.5°")
    module(visit, "/stage/hub.js", "hub")
    assert visit.evaluate(LATE) == [True, False]
