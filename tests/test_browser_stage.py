"""The stage in a real browser: it plays, steps, scrubs; the hand takes the start and the dials; links and history."""

import math
import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

HUB = """async () => {
  const file = performance.getEntriesByType("resource").map((e) => e.name).find((n) => n.endsWith("/stage/hub.js"));
  window.hub = (await import(file)).hub;
}"""
COUNT = re.compile(r"(\d+) / (\d+)")


def opened(page: Page, url: str) -> Page:
    """The race page with the ball ready to run."""
    page.goto(url)
    page.locator(".steepest-stage .start").wait_for(state="visible")
    page.evaluate(HUB)
    page.wait_for_function("hub.race && hub.ground && hub.ground.key === hub.race.ground")
    return page


@pytest.fixture
def page(watched: Page, server) -> Page:
    return opened(watched, server.url)


def paused(page: Page, step: int | None = None) -> None:
    if page.get_by_role("button", name="Pause (space)").count():
        page.get_by_role("button", name="Pause (space)").click()
    if step is not None:
        page.keyboard.press("Home")
        scrub = page.get_by_role("slider", name="Step", exact=True)
        scrub.fill(str(step))


def step_of(page: Page) -> int:
    found = COUNT.search(page.locator(".transport .count").inner_text())
    assert found
    return int(found[1])


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def wait_for_start(page: Page, x: float, y: float) -> None:
    page.wait_for_function(
        "([x, y]) => Math.abs(hub.race.start[0] - x) < 1e-9 && Math.abs(hub.race.start[1] - y) < 1e-9", arg=[x, y]
    )


def test_the_first_screen_shows_the_race_without_a_click(page):
    expect(page.locator(".steepest-racers .card .name")).to_have_text(
        ["Gradient descent", "Momentum", "RMSProp", "Adam"]
    )
    expect(page.get_by_text("same start · 120 steps · η 0.05 for all")).to_be_visible()
    expect(page.locator(".st-key-title .katex").first).to_be_visible()
    assert page.evaluate("hub.race.start") == [1.6, 0.001]
    page.wait_for_function("hub.step > 3")  # it plays by itself
    map_box, strip_box = (page.locator(f".steepest-stage .{n}").first.bounding_box() for n in ("map", "strip"))
    assert map_box["width"] * map_box["height"] > 2 * strip_box["width"] * strip_box["height"]
    assert map_box["y"] + map_box["height"] < 768


def test_play_runs_at_ten_steps_a_second_and_pause_stops(page):
    paused(page, 0)
    before = page.evaluate("performance.now()")
    page.get_by_role("button", name="Play (space)").click()
    page.wait_for_function("hub.time >= 10")
    seconds = (page.evaluate("performance.now()") - before) / 1000
    assert page.evaluate("hub.time") == pytest.approx(10 * seconds, abs=4)
    page.get_by_role("button", name="Pause (space)").click()
    stopped = page.evaluate("hub.time")
    page.wait_for_timeout(250)
    assert page.evaluate("hub.time") == stopped


def test_it_stops_at_the_end_and_plays_again_from_the_beginning(page):
    paused(page, 118)
    page.get_by_role("button", name="Play (space)").click()
    expect(page.locator(".transport .count")).to_have_text("120 / 120")
    page.get_by_role("button", name="Play (space)").click()
    page.wait_for_function("hub.time > 0 && hub.time < 60")


def test_loop_begins_again(page):
    page.get_by_role("button", name="Loop").click()
    paused(page, 119)
    page.get_by_role("button", name="Play (space)").click()
    page.wait_for_function("hub.time > 0.2 && hub.time < 60")
    expect(page.get_by_role("button", name="Loop")).to_have_attribute("aria-pressed", "true")


def test_buttons_step_and_jump(page):
    paused(page, 10)
    for name, step in (
        ("One step on (→)", 11),
        ("One step back (←)", 10),
        ("Last step (End)", 120),
        ("One step on (→)", 120),
        ("First step (Home)", 0),
        ("One step back (←)", 0),
    ):
        page.get_by_role("button", name=name).click()
        assert step_of(page) == step


def test_keys_of_keyboards_and_clickers(page):
    paused(page, 10)
    page.locator(".strip .caption").click(force=True)  # the page has the focus, no control has it
    page.evaluate("document.activeElement.blur()")
    paused(page, 10)
    page.evaluate("document.activeElement.blur()")
    for key, step in (
        ("ArrowRight", 11),
        ("ArrowLeft", 10),
        ("PageDown", 11),
        ("PageUp", 10),
        ("End", 120),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        assert step_of(page) == step, key
    page.keyboard.press("+")
    expect(page.locator(".transport [name=speed]")).to_have_value("2")
    page.keyboard.press("-")
    page.keyboard.press("-")
    expect(page.locator(".transport [name=speed]")).to_have_value("0.5")
    page.keyboard.press(" ")
    page.wait_for_function("hub.time > 0.2")
    page.keyboard.press(" ")
    stopped = page.evaluate("hub.time")
    page.wait_for_timeout(200)
    assert page.evaluate("hub.time") == stopped


def test_keys_belong_to_the_field_that_has_the_focus(page):
    paused(page, 10)
    field = page.locator(".dial input[type=number]").first
    field.focus()
    for key in ("Home", "End", "ArrowLeft", " ", "-"):
        page.keyboard.press(key)
    assert step_of(page) == 10


def test_speed_is_in_steps_a_second(page):
    paused(page, 0)
    page.locator(".transport [name=speed]").select_option("8")
    start = page.evaluate("performance.now()")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    page.wait_for_function("hub.time >= 60")
    seconds = (page.evaluate("performance.now()") - start) / 1000
    assert page.evaluate("hub.time") == pytest.approx(80 * seconds, abs=25)


def test_the_scrub_bar_and_the_strip_seek(page):
    paused(page, 33)
    assert step_of(page) == 33
    box = page.locator(".steepest-stage .strip").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    page.mouse.down()
    middle_step = step_of(page)
    assert 50 < middle_step < 70
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    assert step_of(page) > middle_step + 20
    page.mouse.up()


def test_the_numbers_on_the_cards_are_those_of_the_run(page):
    from experiments import experiment
    from experiments.race import race

    paused(page, 37)
    for index, (_, run) in enumerate(race(experiment.default())):
        card = page.locator(".steepest-racers .card").nth(index)
        loss = float(card.locator(".loss").inner_text().replace("−", "-"))
        assert loss == pytest.approx(run.trajectory.loss[37, 0], rel=2e-3, abs=5e-4)
        norm = float(card.locator(".gradient").inner_text().replace("−", "-"))
        assert norm == pytest.approx(run.gradient_norm[37], rel=2e-2, abs=5e-3)
        x, y = (float(v) for v in card.locator(".place").inner_text().replace("−", "-").strip("()").split(","))
        assert (x, y) == pytest.approx(tuple(run.trajectory.theta[37, 0]), rel=2e-2, abs=6e-3)
        assert float(card.locator(".rate").inner_text()) == 0.05


def test_a_click_on_the_map_puts_the_start_there_and_runs(page):
    paused(page, 50)
    x, y = middle(page, ".steepest-stage .map .plot")
    page.mouse.click(x + 60, y + 80)
    page.wait_for_function("hub.race.start[1] < -0.1")
    start = page.evaluate("hub.race.start")
    page.wait_for_function("hub.time > 0 && hub.time < 40")
    assert page.evaluate("hub.race.runs.map((r) => r.theta[2 * r.count - 1] < 0)") == [True] * 4
    page.wait_for_url(f"**start={start[0]}+{start[1]}*")


def test_paths_follow_the_hand_that_drags_the_start(page):
    paused(page, 40)
    x, y = middle(page, ".steepest-stage .start")
    page.mouse.move(x, y)
    page.mouse.down()
    seen = set()
    for i in range(1, 11):
        page.mouse.move(x - 6 * i, y + 6 * i)
        page.wait_for_timeout(60)
        seen.add(tuple(page.evaluate("hub.race.start")))
    assert len(seen) > 3  # new races came while the hand still held the start
    assert "start=" not in page.url  # but the link waits until the hand rests
    page.mouse.up()
    page.wait_for_function("!hub.held && hub.race.start[0] === hub.start[0] && hub.race.start[1] === hub.start[1]")
    final = page.evaluate("hub.race.start")
    page.wait_for_url(f"**start={final[0]}+{final[1]}*")
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
    page.keyboard.press("Escape")
    dial = page.locator(".steepest-racers .card").nth(2).locator("input[type=range]").first
    dial.focus()
    dial.press("ArrowRight")
    page.wait_for_function("hub.race.runs.every((r) => r.lr[0] > 0.0501)")
    fields = page.locator(".steepest-racers .dials.first input[type=number]")
    assert len({field.input_value() for field in fields.all()}) == 1


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


def test_a_number_out_of_range_is_refused_and_nothing_is_lost(page):
    card = page.locator(".steepest-racers .card").nth(3)
    field = card.locator("input[type=number]").first
    field.fill("1e9")
    field.press("Enter")
    expect(page.get_by_text("Adam: lr = 1e+09 is outside its range")).to_be_visible()
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


def test_the_strip_shows_loss_log_and_gradient(page):
    page.get_by_text("Log", exact=True).click()
    expect(page.locator(".strip .caption")).to_have_text("loss above −1, the lowest known; log scale")
    page.get_by_text("‖∇f‖", exact=True).first.click()
    expect(page.locator(".strip .caption")).to_have_text("gradient norm, log scale")
    page.wait_for_url("**strip=gradient*")


def test_the_true_value_stands_under_the_pointer(page):
    x, y = middle(page, ".steepest-stage .map .plot")
    page.mouse.move(x + 31, y - 17)
    text = page.locator(".steepest-stage .readout").inner_text().replace("−", "-")
    px, py, f = (float(v) for v in re.findall(r"-?\d[\d.e+-]*", text))
    assert f == pytest.approx(px**2 - py**2 + py**4 / 4, rel=0.05, abs=0.02)


ON_MARKER = """async () => {
  const plot = document.querySelector(".steepest-stage .plot");
  const at = (x, y) => window.Plotly.addTraces(plot, {
    x: [x], y: [y], mode: "markers", marker: { size: 9 }, name: "probe", type: "scatter" });
  const step = Math.floor(hub.time);
  const run = hub.race.runs[1];
  await at(run.theta[2 * step], run.theta[2 * step + 1]);
  const marks = plot.querySelectorAll(".scatterlayer .trace:last-child .point");
  const box = marks[marks.length - 1].getBoundingClientRect();
  const map = document.querySelector(".steepest-stage .map").getBoundingClientRect();
  const file = performance.getEntriesByType("resource").map((e) => e.name).find((n) => n.endsWith("/stage/stage.js"));
  const { ball } = await import(file);
  const [x, y] = ball(1);
  await window.Plotly.deleteTraces(plot, -1);
  return [x + map.left, y + map.top, box.left + box.width / 2, box.top + box.height / 2];
}"""


def on_marker(page: Page) -> None:
    """The overlay's ball stands on the marker that Plotly itself draws at the same point."""
    ours_x, ours_y, theirs_x, theirs_y = page.evaluate(ON_MARKER)
    assert math.hypot(ours_x - theirs_x, ours_y - theirs_y) < 1


def test_the_ball_stands_on_plotlys_own_marker(page):
    paused(page, 12)
    on_marker(page)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(300)
    on_marker(page)
    x, y = middle(page, ".steepest-stage .map .plot")
    page.mouse.move(x, y + 60)
    page.mouse.wheel(0, -240)
    page.wait_for_timeout(500)
    on_marker(page)
    page.mouse.move(x - 80, y + 60)
    page.mouse.down()
    page.mouse.move(x - 40, y + 90, steps=5)
    page.mouse.up()
    page.wait_for_timeout(300)
    on_marker(page)
    page.set_viewport_size({"width": 1000, "height": 700})
    page.wait_for_timeout(500)
    on_marker(page)
    page.get_by_role("button", name="Whole map").click()
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("hub.theme === 'dark'")
    page.wait_for_timeout(500)
    on_marker(page)


def test_a_pan_moves_the_map_and_not_the_start(page):
    paused(page, 12)
    x, y = middle(page, ".steepest-stage .map .plot")
    before = page.evaluate("document.querySelector('.plot')._fullLayout.xaxis.range[0]")
    page.mouse.move(x - 100, y + 60)
    page.mouse.down()
    page.mouse.move(x - 40, y + 60, steps=6)
    page.mouse.up()
    page.wait_for_function("(x) => document.querySelector('.plot')._fullLayout.xaxis.range[0] < x", arg=before)
    assert page.evaluate("hub.start") == [1.6, 0.001]


def test_a_link_reloads_to_the_same_race_on_the_same_step(page, server):
    link = "/?v=1&surface=rosenbrock&start=-1.2+1.0&steps=200&racer=adam+lr~0.3&racer=momentum+lr~0.001+off&step=57"
    opened(page, server.url + link + "&speed=2&strip=log&chosen=0")
    expect(page.locator(".transport .count")).to_have_text("57 / 200")
    expect(page.locator(".transport [name=speed]")).to_have_value("2")
    assert page.evaluate("hub.race.runs.map((r) => r.name)") == ["Adam"]
    assert page.evaluate("hub.strip") == "log"
    assert page.evaluate("hub.chosen") == 0
    tracks = page.evaluate("Array.from(hub.race.runs[0].theta)")
    page.get_by_role("button", name="One step on (→)").click()
    page.wait_for_url("**step=58*")
    page.reload()
    opened(page, page.url)
    expect(page.locator(".transport .count")).to_have_text("58 / 200")
    assert page.evaluate("Array.from(hub.race.runs[0].theta)") == tracks


def test_back_undoes_and_forward_does_again(page):
    page.locator(".steepest-stage .start").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("hub.race.start[1] < 0")
    page.wait_for_url("**start=*")
    page.go_back()
    wait_for_start(page, 1.6, 0.001)
    page.go_forward()
    page.wait_for_function("hub.race.start[1] < 0")


def test_another_surface_by_its_name(page):
    page.get_by_role("combobox", name="Surface").click()
    page.keyboard.type("Himmel")
    page.keyboard.press("Enter")
    page.wait_for_function("hub.ground.key.startsWith('himmelblau') && hub.race.ground === hub.ground.key")
    page.wait_for_url("**surface=himmelblau*")
    page.go_back()
    page.wait_for_function("hub.ground.key.startsWith('bounded_saddle') && hub.race.ground === hub.ground.key")


def test_a_parameter_of_the_surface_is_a_dial(page, server):
    opened(page, server.url + "/?surface=ravine")
    field = page.locator(".steepest-racers .params input[type=number]").first
    field.fill("25")
    field.press("Enter")
    page.wait_for_function("hub.ground.key === 'ravine kappa=25.0' && hub.race.ground === hub.ground.key")
    page.wait_for_url("**surface=ravine+kappa~25.0*")


def test_divergence_is_told_with_its_reason(page, server):
    opened(
        page,
        server.url + "/?surface=ravine+kappa~10.0&start=-3.0+1.5&steps=200&racer=gradient_descent+lr~0.25&step=200",
    )
    status = page.locator(".steepest-racers .card .status").first
    expect(status).to_contain_text("diverged at step")
    expect(status).to_contain_text("η·λmax = 2.5 > 2 at step 0")
    assert page.evaluate(
        "hub.race.runs[0].theta.every(Number.isFinite) && hub.race.runs[0].loss.every(Number.isFinite)"
    )


def test_arrived_and_on_a_saddle_are_told_apart(page, server):
    opened(page, server.url + "/?start=1.6+0.0&steps=400&racer=gradient_descent&step=400")
    expect(page.locator(".steepest-racers .status").first).to_have_text("on a saddle")
    opened(page, server.url + "/?start=1.6+0.001&steps=400&racer=gradient_descent&step=400")
    expect(page.locator(".steepest-racers .status").first).to_have_text("arrived")


BAD_LINKS = [
    "surface=nowhere",
    "start=nan+1",
    "start=1e308+1e308",
    "steps=0",
    "steps=1000000000",
    "&".join(["racer=adam"] * 120),
    "racer=adam+lr~1e308",
    "racer=adam+lr~nan",
    "racer=adam+lr~<script>alert(1)</script>",
    "v=77",
]


@pytest.mark.parametrize("query", BAD_LINKS)
def test_a_bad_link_gets_a_message_and_a_race(page, server, query):
    opened(page, f"{server.url}/?{query}")
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    assert page.evaluate("hub.race.runs.length") >= 1 or "nan" in query
    assert page.get_by_text("Traceback").count() == 0


def test_playing_sends_nothing_to_the_server(page):
    paused(page, 0)
    sent = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.webSocketFrameSent", lambda frame: sent.append(frame))
    page.keyboard.press("Home")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    page.wait_for_function("hub.time >= 20")
    assert sent == []


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_holds_the_stage(page, server, width, height, scheme):
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    opened(page, server.url)
    page.wait_for_function("(s) => hub.theme === s", arg=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in (".map", ".strip", ".transport"):
        box = page.locator(f".steepest-stage {part}").first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
