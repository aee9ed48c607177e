"""A swarm in the browser: its cloud and its shares are those that ran, and it follows the settled start."""

import re

import pytest
from playwright.sync_api import expect

from experiments import experiment as edit
from experiments.swarm import cloud
from tests.test_browser_stage import opened, paused

pytestmark = pytest.mark.browser


def test_a_swarm_is_chosen_on_the_card_and_told_in_shares(watched, server):
    page = opened(watched, server.url + "/?step=120&chosen=0")
    card = page.locator(".steepest-racers .card").first
    card.get_by_label("Gradient descent: swarm").select_option("starts")
    page.wait_for_function("hub.swarm?.n === 500")
    page.wait_for_url("**swarm=0+starts+500*")
    e = edit.with_swarm(edit.default(), 0, "starts", 500)
    ran = cloud(e, e.racers[0])
    text = card.locator(".shares").inner_text()
    shown = [float(share) for share in re.findall(r"([\d.]+) %", text)]
    assert shown == pytest.approx(sorted((c / 5 for c in ran.at[-1] if c), reverse=True), abs=0.06)
    points = page.evaluate("Array.from(hub.swarm.points.slice(0, 4))")
    (x0, x1), _ = page.evaluate("hub.swarm.box")
    assert x0 + (points[0] / 32767 + 1) / 2 * (x1 - x0) == pytest.approx(1.6, abs=1e-3)
    expect(page.get_by_text("a swarm of 500 starts")).to_be_visible()


def test_the_cloud_is_drawn_and_leaves_with_the_swarm(watched, server):
    page = opened(watched, server.url + "/?step=3&swarm=1+starts+800")
    page.wait_for_function("hub.swarm?.n === 800")
    paused(page)
    inked = """() => {
      const canvas = document.querySelector(".map .layer.cloud");
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const data = copy.getImageData(0, 0, canvas.width, canvas.height).data;
      return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    }"""
    page.wait_for_function(f"({inked})() > 2000")
    page.locator(".steepest-racers .card").nth(1).locator(".open").click()
    page.get_by_label("Momentum: swarm").select_option("none")
    page.wait_for_function(f"hub.swarm === null && ({inked})() === 0")


def test_a_swarm_with_seeds_follows_the_start(watched, server):
    page = opened(watched, server.url + "/?step=120&noise=0.3&seed=1&swarm=0+seeds+200")
    page.wait_for_function("hub.swarm?.n === 200")
    first = page.evaluate("hub.swarm.points[1]")
    page.locator(".steepest-stage .start").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("(y) => hub.swarm.points[1] < y", arg=first)
