"""A swarm in the browser: its cloud and its shares are those that ran, and it follows the settled start."""

import re

import pytest
from playwright.sync_api import expect

from components.swarm import coded
from experiments import experiment as edit
from experiments.limits import RACERS
from experiments.swarm import cloud
from optimizers import OPTIMIZERS
from tests.browsing import PIXELS, module, opened, paused

pytestmark = pytest.mark.browser

INKED = f"""(view) => {{
  const {{ data }} = ({PIXELS})(document.querySelector(`.${{view}} .layer.cloud`));
  return data.filter((value, i) => i % 4 === 3 && value > 0).length;
}}"""


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
    points, box = page.evaluate("[Array.from(hub.swarm.points), hub.swarm.box]")
    assert points == coded(ran.trajectory.theta, box).ravel().tolist()
    (x0, x1), _ = box
    assert x0 + (points[0] / 32767 + 1) / 2 * (x1 - x0) == pytest.approx(1.6, abs=1e-3)
    expect(page.get_by_text("a swarm of 500 starts")).to_be_visible()


def test_the_cloud_is_drawn_and_leaves_with_the_swarm(watched, server):
    page = opened(watched, server.url + "/?step=3&swarm=1+starts+800")
    page.wait_for_function("hub.swarm?.n === 800")
    paused(page)
    page.wait_for_function(f"({INKED})('map') > 2000")
    page.locator(".steepest-racers .card").nth(1).locator(".open").click()
    page.get_by_label("Momentum: swarm").select_option("none")
    page.wait_for_function(f"hub.swarm === null && ({INKED})('map') === 0")


def test_a_swarm_with_seeds_follows_the_start(watched, server):
    page = opened(watched, server.url + "/?step=120&noise=0.3&seed=1&swarm=0+seeds+200")
    page.wait_for_function("hub.swarm?.n === 200")
    first = page.evaluate("hub.swarm.points[1]")
    page.locator(".steepest-stage .start").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("(y) => hub.swarm.points[1] < y", arg=first)


def test_the_cloud_lies_on_the_surface_in_3d(watched, server):
    """All runs start from one point: there the cloud is one dot, where the surface is seen; later it spreads."""
    page = opened(watched, server.url + "/?surface=bowl&step=0&view=both&noise=3&swarm=0+seeds+300")
    page.wait_for_function("hub.swarm?.n === 300")
    page.wait_for_function(f"document.querySelector('.space .layer.cloud') && ({INKED})('space') > 0")
    module(page, "/stage/stage.js", "stage")
    where = f"""() => {{
      const [x, y] = stage.pixel(...hub.start);
      const canvas = document.querySelector(".space .layer.cloud");
      const ratio = canvas.width / canvas.getBoundingClientRect().width;
      return ({PIXELS})(canvas).data[4 * (Math.round(y * ratio) * canvas.width + Math.round(x * ratio)) + 3];
    }}"""
    assert page.evaluate(where) > 0
    assert page.evaluate(INKED, "space") < 40
    page.keyboard.press("End")
    page.wait_for_function(f"({INKED})('space') > 400")


COLOURED = f"""() => {{
  const [r, g, b] = hub.ground.themes[hub.theme].looks[0].colour.match(/\\w\\w/g).map((part) => parseInt(part, 16));
  const count = (view) => {{
    const canvas = document.querySelector(`.${{view}} .layer.live`);
    const {{ data }} = ({PIXELS})(canvas);
    const near = (i) => Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 60;
    let found = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 128 && near(i)) found += 1;
    return found;
  }};
  return Object.fromEntries(["map", "space", "strip"].map((view) => [view, count(view)]));
}}"""


def test_the_switch_of_swats_is_marked_on_every_picture(watched, server):
    """A ring of the racer's colour around the point of that step, once the player has reached it; and in words."""
    link = "/?surface=himmelblau&start=0.5+-1&steps=200&racer=swats&step=98&view=both"
    page = opened(watched, server.url + link)
    page.wait_for_function("document.querySelector('.space .layer.live')?.width > 400")
    page.locator(".steepest-stage .space .ring").wait_for()
    told = page.locator(".steepest-racers .card .events")
    expect(told).to_have_text("")
    before = page.evaluate(COLOURED)
    page.keyboard.press("ArrowRight")
    expect(told).to_have_text("SGD from step 99 on, Λ = 0.00331 (our tolerance ρ)")
    after = page.evaluate(COLOURED)
    for view, count in after.items():
        assert count > before[view] + 60, view  # a ring is 160 pixels, its edges softened


def test_a_long_swarm_shows_how_far_it_is_lets_the_hand_go_on_and_can_be_stopped(watched, server):
    page = opened(
        watched, server.url + "/?surface=levy_13&steps=2000&racer=line_search_exact&swarm=0+starts+2000&step=0"
    )
    line = page.locator(".steepest-racers .crowd")
    expect(line.get_by_role("progressbar", name="Swarm")).to_be_visible()
    page.wait_for_function("hub.crowd?.share > 0")
    before = page.evaluate("hub.race.start[1]")
    page.locator(".steepest-stage .start").focus()
    with page.expect_request("**/swarm"):  # the swarm is begun again for the new start, and the older one given up
        page.keyboard.press("ArrowDown")
    page.wait_for_function("(y) => hub.race.start[1] < y", arg=before)
    page.wait_for_function("hub.crowd?.share > 0")
    line.get_by_role("button", name="Stop").click()
    expect(line).to_contain_text("swarm stopped")
    page.locator(".steepest-racers .card .open").click()
    page.get_by_label("Exact line search: swarm").select_option("none")
    expect(line).to_be_hidden()


def test_panels_whose_run_takes_long_ask_for_it_and_can_be_stopped(watched, server):
    """The server keeps the states of the last runs only: other races have put this one's away."""
    query = "surface=line10000&steps=2000&batch=5000&drawing=replaced&start=0.25+0.5&panels=equations&step=5"
    racers = [f"line_search_exact+lr~{lr}" for lr in (0.1, 0.2)]
    watched.goto(f"{server.url}/?{query}&racer={'&racer='.join(racers)}")
    name = watched.locator(".steepest-followed b")
    expect(name).to_have_text("Exact line search 1")
    others = "&racer=".join(list(OPTIMIZERS)[:RACERS])
    watched.evaluate(
        """async (racers) => {
          const all = performance.getEntriesByType("resource").map(({ name }) => name);
          const address = all.find((name) => name.endsWith("/race"));
          for (const steps of [5, 6, 7]) {
            const body = JSON.stringify({ link: `surface=bowl&panels=numbers&steps=${steps}&racer=${racers}` });
            await (await fetch(address, { method: "POST", body })).json();
          }
        }""",
        others,
    )
    watched.locator(".steepest-racers .card .open").nth(1).click()
    line = watched.locator(".st-key-follow .working")
    expect(line.get_by_role("progressbar", name="Mathematics")).to_be_visible()
    expect(name).to_be_hidden()
    line.get_by_role("button", name="Stop").click()
    expect(line.get_by_role("status")).to_have_text("Stopped.")
    line.get_by_role("button", name="Run it").click()
    expect(name).to_have_text("Exact line search 2")
    expect(line).to_be_hidden()


def test_a_long_race_leaves_the_page_free_tells_how_far_it_is_and_can_be_stopped(watched, server):
    """It is opened by a link: the session gives it up after a while, and the page asks for it."""
    query = "surface=line10000&steps=2000&batch=9990&drawing=replaced&racer=line_search_exact"
    watched.goto(f"{server.url}/?{query}")
    line = watched.locator(".steepest-stage .working")
    expect(line.get_by_role("progressbar", name="Race")).to_be_visible()
    expect(line.get_by_role("status")).to_have_text("Computing the race")
    expect(watched.locator(".transport .count")).to_have_text("0 / 2000")  # nothing plays yet
    line.get_by_role("button", name="Stop").click()
    expect(line.get_by_role("status")).to_have_text("Stopped.")
    watched.wait_for_timeout(500)
    line.get_by_role("button", name="Run it").click()
    expect(line.get_by_role("progressbar", name="Race")).to_be_visible()
    watched.get_by_role("button", name="Change", exact=True).click()
    steps = watched.get_by_role("spinbutton", name="Steps", exact=True)
    steps.fill("20")
    steps.press("Enter")
    expect(line).to_be_hidden()
    expect(watched.locator(".transport .count")).to_have_text("20 / 20")  # it has played
    expect(watched.locator(".steepest-racers .card .loss").first).not_to_be_empty()
