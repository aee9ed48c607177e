"""A surface that is defined in part of the map only, in a real browser: nothing is drawn where there is nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Kept, fitted

pytestmark = pytest.mark.browser

HEMISPHERE = "surface=formula&formula=sqrt(4-x%5E2-y%5E2)&start=-0.5+0.5&steps=120&racer=gradient_descent+lr~0.05"
# Whether the sheet of paper lies on other points of the grid than those without a value, and what lies beneath it
BLANK = """() => {
  const [contour, , sheet] = document.querySelector(".steepest-stage .map .plot")._fullData;
  const beyond = (i, j) => 4 - sheet.x[i] ** 2 - sheet.y[j] ** 2 < 0;
  const wrong = sheet.z.some((row, j) => [...row].some((one, i) => one !== Number(beyond(i, j))));
  return { wrong, gaps: contour.z.some((row) => row.some(Number.isNaN)), name: sheet.name };
}"""
SHEET = """() => getComputedStyle(
  [...document.querySelectorAll(".steepest-stage .contourlayer .contour")].at(-1).querySelector(".contourfill path")
).fill"""
HEIGHTS = """() => {
  const [sheet] = document.querySelector(".steepest-stage .space .scene")._fullData;
  const inside = (i, j) => 4 - sheet.x[i] ** 2 - sheet.y[j] ** 2;
  const right = (z, i, j) => Math.abs(inside(i, j)) < 1e-9 || Number.isNaN(z) === inside(i, j) < 0; // or on the rim
  return sheet.z.every((row, j) => [...row].every((z, i) => right(z, i, j)));
}"""


@pytest.fixture
def page(kept: Kept) -> Page:
    return kept.at(f"{HEMISPHERE}&view=both")


def test_where_there_is_no_value_the_map_is_paper_and_the_sheet_in_3d_has_ended(page):
    fitted(page)
    page.wait_for_function("document.querySelector('.steepest-stage .map .plot').data?.length === 3")
    assert page.evaluate(BLANK) == {"wrong": False, "gaps": False, "name": "blank"}
    assert page.evaluate(SHEET) == "rgb(255, 255, 255)"
    page.wait_for_function("document.querySelector('.steepest-stage .space .scene')._fullData?.length")
    assert page.evaluate(HEIGHTS)


def test_a_racer_that_comes_there_is_not_called_diverged_and_its_curve_is_shown_to_its_end(page):
    page.keyboard.press("End")
    expect(page.locator(".steepest-racers .status").first).to_have_text("no value at step 32")
    run = page.evaluate("(({ count, loss }) => ({ count, last: loss[count - 1], first: loss[0] }))(hub.race.runs[0])")
    assert run["count"] == 32
    assert run["last"] < 0.8 < 1.8 < run["first"]
