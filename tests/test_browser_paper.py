"""A printed page has the picture, what it shows, and the panels that are open; and only these."""

import io

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browsing import PIXELS, opened

pytestmark = pytest.mark.browser

BEFORE, AFTER = "dispatchEvent(new Event('beforeprint'))", "dispatchEvent(new Event('afterprint'))"
PICTURE = f"""() => {{
  const canvas = document.querySelector(".scene .picture");
  if (!canvas) return null;
  const {{ data }} = ({PIXELS})(canvas);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4 * 97) colours.add(data.slice(i, i + 4).join());
  const [own, place] = [canvas, canvas.parentElement].map((one) => one.getBoundingClientRect());
  return {{ colours: colours.size, fits: own.width === place.width && own.height === place.height }};
}}"""

PLACES = """() => [...document.querySelectorAll(".steepest-stage :is(.views, .strip)")].map((one) => {
  const { left, width, height } = one.getBoundingClientRect();
  return [left - one.parentElement.getBoundingClientRect().left, width, height].map(Math.round);
})"""


@pytest.fixture
def page(watched: Page, server) -> Page:
    opened(watched, f"{server.url}/?step=57&chosen=3&view=both&panels=equations+taylor+numbers+traces")
    watched.locator(".st-key-traced .js-plotly-plot").wait_for()
    watched.locator(".st-key-foreseen .js-plotly-plot").wait_for()
    watched.locator(".steepest-stage .ring").wait_for(state="visible")
    watched.locator(".steepest-table tr[aria-current]").wait_for(state="attached")
    return watched


def test_paper_has_the_picture_its_legend_and_the_panels(page):
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(one.extract_text() for one in paper.pages)
    for name in ("Gradient descent", "Momentum", "RMSProp", "Adam"):
        assert name in text
    assert "57 / 120" in text
    for shown in ("Bounded saddle", "Update equations", "average the squares", "Taylor expansion", "Numbers", "Traces"):
        assert shown in text
    assert "0.05362" in text  # m of step 55, in the table
    assert "the loss did" in text  # over the figure of the predictions
    assert text.count("mx my") == 2  # over the traces, and over the table
    for button in (
        "Linear height",
        "Download",
        "Duplicate",
        "Add a racer",
        "Python of this step",
        "Equations\n",
        "Edit",
    ):
        assert button not in text
    assert len(paper.pages) <= 4


def test_the_surface_in_3d_is_kept_as_a_picture_while_it_prints(page):
    assert page.evaluate(PICTURE) is None
    before = page.evaluate(PLACES)
    page.evaluate(BEFORE)
    page.emulate_media(media="print")
    assert page.evaluate(PLACES) == before
    picture = page.evaluate(PICTURE)
    assert picture["colours"] > 50
    assert picture["fits"]
    page.evaluate(AFTER)
    page.emulate_media(media="screen")
    assert page.evaluate(PICTURE) is None
    assert page.evaluate("document.documentElement.dataset.paper") is None
    assert page.evaluate("document.querySelector('.st-key-traced').style.width") == ""


def test_paper_stays_white_under_a_dark_page(page):
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("hub.theme === 'dark'")
    look = "(one) => { const s = getComputedStyle(document.querySelector(one)); return [s.backgroundColor, s.filter]; }"
    assert page.evaluate(look, "html")[0] != "rgb(255, 255, 255)"
    page.evaluate(BEFORE)
    assert page.evaluate(look, "html")[0] == "rgb(255, 255, 255)"
    assert page.evaluate(look, ".stApp") == ["rgb(0, 0, 0)", "invert(1) hue-rotate(180deg)"]  # black turned white
    page.evaluate(AFTER)
    assert page.evaluate(look, ".stApp")[1] == "none"
