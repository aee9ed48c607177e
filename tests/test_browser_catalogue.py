"""The catalogue in a real browser: opened cold by its address, typeset, and a link that leads where it says."""

import pytest
from playwright.sync_api import expect

from experiments import link
from experiments.catalogue import PARTS
from experiments.stories import OPTIMIZER_STORIES
from tests.browsing import visitor
from tests.conftest import Server
from tests.test_browser_access import violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def cold():
    """A server that nobody has visited yet."""
    one = Server()
    one.wait()
    yield one
    assert "Traceback" not in one.stop()


@pytest.fixture
def visit(cold, browser):
    with visitor(browser, cold.url, deep=True) as page:
        yield page


def card(page, name):
    return page.locator("[class*=st-key-entry_]").filter(has=page.get_by_role("heading", name=name, exact=True))


def test_it_opens_cold_and_a_link_leads_to_its_race(visit, cold):
    visit.goto(f"{cold.url}/catalogue?find=adam")
    nadam = card(visit, "NAdam")
    expect(nadam).to_be_visible()
    expect(card(visit, "Momentum")).to_have_count(0)
    nadam.locator("summary").click()
    expect(nadam.locator(".katex-display").first).to_be_visible()
    nadam.get_by_role("link", name="Watch this race").click()
    visit.wait_for_url("**/?v=1*")
    expect(visit.locator(".steepest-racers .card")).to_have_count(2)
    shown, notes = link.parse(visit.url.partition("?")[2])
    assert notes == ()
    assert shown.racers == OPTIMIZER_STORIES["nadam"].experiment.racers
    assert shown.surface.values == {"kappa": 20.0}


@pytest.mark.parametrize("part", ["Optimizers", "Schedules", "Surfaces"])
def test_all_formulas_are_typeset(visit, cold, part):
    visit.goto(f"{cold.url}/catalogue?part={part}")
    expect(visit.locator(".steepest-entry")).to_have_count(len(PARTS[part.lower()]()))
    visit.evaluate("document.querySelectorAll('summary').forEach((summary) => summary.click())")
    expect(visit.locator(".katex-display")).to_have_count(len(PARTS[part.lower()]()))
    expect(visit.locator(".st-key-entries")).not_to_contain_text("$", use_inner_text=True)
    assert visit.locator(".katex-error").count() == 0


def test_one_leads_to_the_other_and_back(visit, cold):
    visit.goto(cold.url)
    visit.get_by_role("link", name="Catalogue").click()
    expect(card(visit, "Gradient descent")).to_be_visible()
    visit.wait_for_url(f"{cold.url}/catalogue")
    visit.get_by_text("Surfaces", exact=True).click()
    stamp = card(visit, "Himmelblau").locator(".steepest-sketch")
    expect(stamp.locator("b")).to_have_count(4)
    assert "data:image/png" in stamp.locator("i").first.evaluate("e => getComputedStyle(e).maskImage")
    visit.get_by_role("link", name="Race", exact=False).first.click()
    expect(visit.locator(".steepest-stage .map")).to_be_visible()
    assert visit.url.startswith(f"{cold.url}/?") or visit.url == f"{cold.url}/"


def test_a_racers_card_leads_to_what_is_known_of_its_rule(visit, cold):
    visit.goto(f"{cold.url}/?racer=adam")
    racer = visit.locator(".steepest-racers .card").first
    racer.locator(".open").click()
    racer.get_by_role("link", name="About Adam").click()
    expect(visit.locator(".steepest-entry h2").first).to_have_text("Adam")
    expect(visit.locator(".steepest-entry").nth(1)).to_be_visible()  # those that have it in their names come after it
    visit.go_back()
    expect(visit.locator(".steepest-racers .card").first).to_contain_text("Adam")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_holds_its_width(visit, cold, width, height, scheme):
    visit.set_viewport_size({"width": width, "height": height})
    visit.emulate_media(color_scheme=scheme)
    visit.goto(f"{cold.url}/catalogue?part=Surfaces")
    expect(card(visit, "Bowl")).to_be_visible()
    assert visit.evaluate("document.documentElement.scrollWidth") <= width
    shade = card(visit, "Bowl").locator(".steepest-sketch i").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert shade == {"light": "rgb(189, 215, 223)", "dark": "rgb(7, 23, 32)"}[scheme]


@pytest.mark.parametrize(("part", "name"), [("Optimizers", "Adam"), ("Schedules", "Cosine"), ("Surfaces", "Himmel")])
def test_axe_finds_nothing(visit, cold, part, name):
    visit.goto(f"{cold.url}/catalogue?part={part}&find={name}")
    one = visit.locator("[class*=st-key-entry_]").first
    one.locator("summary").click()
    expect(one.locator(".katex").first).to_be_visible()
    assert violations(visit) == []
    visit.emulate_media(color_scheme="dark")
    visit.wait_for_function("getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(14, 17, 23)'")
    assert violations(visit) == []
