"""The hand in a real browser: it takes the start, the dials, the cards and the fields."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import (
    Kept,
    drag_start,
    middle,
    paused,
    settled,
    step_of,
    wait_for_start,
    wait_for_start_in_link,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def page(kept: Kept) -> Page:
    return kept.at()


def test_a_click_on_the_map_puts_the_start_there_and_runs(page):
    paused(page, 50)
    x, y = middle(page, ".steepest-stage .map .plot")
    page.mouse.click(x + 60, y + 80)
    page.wait_for_function("hub.race.start[1] < -0.1")
    page.wait_for_function("hub.time > 0 && hub.time < 40")
    assert page.evaluate("hub.race.runs.map((r) => r.theta[2 * r.count - 1] < 0)") == [True] * 4
    wait_for_start_in_link(page)


def test_paths_follow_the_hand_that_drags_the_start(page):
    paused(page, 40)
    drag_start(page, ".steepest-stage .start", -60, 60)
    assert "start=" not in page.url  # but the link waits until the hand rests
    page.mouse.up()
    page.wait_for_function("!hub.held && hub.race.start[0] === hub.start[0] && hub.race.start[1] === hub.start[1]")
    wait_for_start_in_link(page)
    assert step_of(page) == 40
    assert all(end < 0 for end in page.evaluate("hub.race.runs.map((r) => r.theta[2 * r.count - 1])"))


def test_arrow_keys_move_the_start(page):
    paused(page, 120)
    page.locator(".steepest-stage .start").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("hub.race.start[1] < 0")
    assert page.evaluate("hub.race.start[0]") == 1.6
    assert step_of(page) == 120


def test_exact_starts_and_one_rate_for_all(page):
    page.get_by_role("button", name="Change").click()
    field = page.get_by_label("Start y")
    field.fill("-0.25")
    field.press("Enter")
    wait_for_start(page, 1.6, -0.25)
    field = page.get_by_role("spinbutton", name="Steps")
    field.fill("60")
    field.press("Enter")
    page.wait_for_function("hub.race.steps === 60")
    expect(page.get_by_text("same start · 60 steps · η 0.05 for all")).to_be_visible()
    page.get_by_text("One η for all").click()
    page.wait_for_url("**rates=one*")
    settled(page)  # the cards come after the link
    page.keyboard.press("Escape")
    dial = page.locator(".steepest-racers .card").nth(2).locator("input[type=range]").first
    dial.focus()
    dial.press("ArrowRight")
    page.wait_for_function("hub.race.runs.every((r) => r.lr[0] > 0.0501)")
    fields = "[...document.querySelectorAll('.steepest-racers .dials.first input[type=number]')]"
    page.wait_for_function(f"new Set({fields}.map(({{ value }}) => value)).size === 1")


def test_a_dragged_dial_changes_the_path_before_release(page):
    paused(page, 120)
    dial = page.locator(".steepest-racers .card").first.locator("input[type=range]").first
    box = dial.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.6 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], y)
    page.wait_for_function("hub.race.runs[0].lr[0] < 0.04")
    first = page.evaluate("hub.race.runs[0].lr[0]")
    page.mouse.move(box["x"] + 0.4 * box["width"], y)
    page.wait_for_function("(lr) => hub.race.runs[0].lr[0] < lr", arg=first)
    assert page.evaluate("hub.held")
    assert "racer=" not in page.url
    page.mouse.up()
    page.wait_for_url("**racer=gradient_descent+lr*")
    shown = page.locator(".steepest-racers .card").first.locator("input[type=number]").first.input_value()
    assert float(shown) == pytest.approx(page.evaluate("hub.race.runs[0].lr[0]"), rel=1e-6)
    expect(page.get_by_text("η differs")).to_be_visible()


def test_a_dial_by_keyboard_and_by_number(page):
    card = page.locator(".steepest-racers .card").nth(3)
    card.locator("input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("hub.race.runs[3].lr[0] > 0.0501")
    field = card.locator("input[type=number]").first
    field.fill("0.3")
    field.press("Enter")
    page.wait_for_function("Math.abs(hub.race.runs[3].lr[0] - 0.3) < 1e-6")
    page.wait_for_url("**racer=adam+lr~0.3*")  # the edit has arrived, and does not reach the next test


def test_a_number_out_of_range_is_refused_and_nothing_is_lost(page):
    card = page.locator(".steepest-racers .card").nth(3)
    field = card.locator("input[type=number]").first
    field.fill("1e9")
    field.press("Enter")
    expect(page.get_by_text("Adam: η (lr) = 1e9 is outside its range")).to_be_visible()
    assert page.evaluate("hub.race.runs[3].lr[0]") == pytest.approx(0.05)
    expect(field).to_have_value("0.05")


def test_cards_switch_duplicate_remove_and_add(page):
    cards = page.locator(".steepest-racers .card")
    page.get_by_role("switch", name="Momentum runs").click()
    page.wait_for_function("hub.race.runs.length === 3")
    page.get_by_role("switch", name="Momentum runs").click()
    page.wait_for_function("hub.race.runs.length === 4")
    cards.nth(3).locator(".open").click()
    page.get_by_role("button", name="duplicate Adam").click()
    page.wait_for_function("hub.race.runs.length === 5")
    expect(cards.locator(".name")).to_have_text(["Gradient descent", "Momentum", "RMSProp", "Adam 1", "Adam 2"])
    page.get_by_role("button", name="remove Adam 2").click()
    page.wait_for_function("hub.race.runs.length === 4")
    page.get_by_label("Add a racer").select_option("adamw")
    page.wait_for_function("hub.race.runs.length === 5 && hub.race.runs[4].name === 'AdamW'")
    expect(cards.nth(4)).to_have_class(re.compile("chosen"))
    expect(cards.nth(4).get_by_label("AdamW", exact=False).first).to_be_visible()


def test_a_schedule_is_chosen_on_the_card_and_drawn_under_the_map(page):
    card = page.locator(".steepest-racers .card").nth(0)
    card.locator(".open").click()
    card.get_by_label("Gradient descent: schedule").select_option("cosine")
    page.wait_for_function("hub.race.runs[0].lr[119] < 1e-4 && hub.race.runs[0].lr[0] > 0.0499")
    page.wait_for_url("**schedule~cosine*")
    expect(page.get_by_text("schedules differ")).to_be_visible()
    field = card.get_by_label("Gradient descent: What is left in the end. (number)")
    field.fill("0.5")
    field.press("Enter")
    page.wait_for_function("hub.race.runs[0].lr[119] > 0.024")
    page.get_by_text("η", exact=True).and_(page.locator(".kinds span")).click()
    expect(page.locator(".strip .caption")).to_have_text("rate of the next update, schedule included")
    card.get_by_label("Gradient descent: schedule").select_option("warm_up")
    card.get_by_label("Gradient descent: then").select_option("step")
    page.wait_for_function("hub.race.runs[0].lr[0] < 0.01")
    page.wait_for_url("**schedule~warm_up*inner~step*")


def test_noise_is_a_condition_of_the_race(page):
    before = page.evaluate("hub.race.runs.map((r) => r.theta.at(-1))")
    page.get_by_role("button", name="Change").click()
    field = page.get_by_role("spinbutton", name="Gradient noise σ")
    field.fill("0.5")
    field.press("Enter")
    page.wait_for_function("(x) => hub.race.runs.every((r, i) => r.theta.at(-1) !== x[i])", arg=before)
    expect(page.get_by_text("noise σ 0.5, seed 0")).to_be_visible()
    page.wait_for_url("**noise=0.5&seed=0*")
    page.keyboard.press("Escape")


def test_a_parameter_of_the_surface_is_a_dial(kept):
    page = kept.at("surface=ravine")
    field = page.locator(".steepest-racers .params input[type=number]").first
    field.fill("25")
    field.press("Enter")
    page.wait_for_function("hub.ground.key === 'ravine kappa=25.0' && hub.race.ground === hub.ground.key")
    page.wait_for_url("**surface=ravine+kappa~25.0*")
