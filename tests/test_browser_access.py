"""The app for every reader: axe-core finds nothing, the run is told in words, keys alone do, motion can be little."""

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browsing import QUIET, middle, opened, paused

pytestmark = pytest.mark.browser

PANELS = "panels=equations+taylor+numbers+traces"
SCREENS: list[tuple[Literal["light", "dark"], int, int]] = [
    ("light", 1920, 1080),
    ("light", 390, 844),
    ("dark", 390, 844),
    ("dark", 1366, 768),
]


# axe-core


SMALL = """(least) => {
  const small = [];
  const walker = document.createTreeWalker(document.querySelector(".stMain"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const one = walker.currentNode.parentElement;
    if (!text || one.closest(".katex, math, sub, sup, tspan, .hidden, style, option, select")) continue;
    if (!one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < least && one.getBoundingClientRect().width > 1) small.push(`${size}: ${text}`);
  }
  return small;
}"""


def at_rest(page: Page) -> None:
    """Wait until no script runs for the page and nothing on it fades: half a fade has half the contrast."""
    page.wait_for_function(QUIET)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")  # it has begun
    page.wait_for_function(
        f"""{QUIET} && !document.querySelector("[data-stale=true], [data-testid=stStatusWidget]") &&
           document.getAnimations().every((one) => one.playState !== "running")"""
    )


def violations(page: Page, rule: str | None = None) -> list[str]:
    """What axe-core's usual rules find, or one that is not among them."""
    at_rest(page)
    options = {"runOnly": [rule]} if rule else {"resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def test_axe_finds_nothing_in_the_race_and_its_panels(watched, server):
    page = opened(watched, f"{server.url}/?step=57&chosen=3&racer=adam&racer=lookahead&view=both&{PANELS}")
    page.locator(".st-key-traced .js-plotly-plot").wait_for()
    page.locator(".steepest-stage .ring").wait_for(state="visible")
    page.get_by_text("The Python of this step").click()
    expect(page.get_by_text("def step(self").first).to_be_visible()
    for scheme, width, height in SCREENS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("(s) => hub.theme === s", arg=scheme)
        assert violations(page) == [], (scheme, width)
        if width == 1920:
            page.wait_for_function(f"({SMALL})(16).length === 0")  # pixels: read from the last row
        if width == 390:
            assert violations(page, "target-size") == []  # of a finger


def test_axe_finds_nothing_in_what_opens_over_the_page(watched, server):
    page = opened(watched, f"{server.url}/?step=3&steps=5000")  # with a message about the link
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    page.get_by_text("Change", exact=True).click()
    expect(page.get_by_label("Steps", exact=True)).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Edit", exact=True).first.click()
    expect(page.get_by_role("textbox", name="Formula f(x, y)")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    for shown, band in (("Model", "modelled"), ("Open step", "opened")):
        page.locator(".steepest-stage .transport button", has_text=shown).click()
        page.locator(f".{band} .equation math").first.wait_for()
    assert violations(page) == []


# In words


def aloud(page: Page):
    return page.locator(".steepest-stage .aloud")


def test_the_run_is_told_in_words_when_the_player_rests(kept):
    page = kept.at("step=57&chosen=3")
    expect(aloud(page)).to_have_text("Adam: step 57 of 120, loss −0.987, falling")
    assert aloud(page).get_attribute("role") == "status"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    loss = page.evaluate("hub.race.runs[3].loss[58]")
    expect(aloud(page)).to_have_text(re.compile(rf"^Adam: step 58 of 120, loss −{-loss:.3g}, "))
    page.locator(".steepest-racers .card").nth(3).locator(".open").click()
    everyone = [f"{name}: loss" for name in ("Gradient descent", "Momentum", "RMSProp", "Adam")]
    expect(aloud(page)).to_contain_text("Step 58 of 120. Gradient descent: loss −")
    assert all(one in aloud(page).inner_text() for one in everyone)


SIX = """() => {
  const key = () => new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
  for (let i = 0; i < 6; i++) document.body.dispatchEvent(key());
}"""


def test_nothing_is_told_while_it_plays(kept):
    page = kept.at("step=3&chosen=3")
    expect(aloud(page)).to_contain_text("Adam: step 3 of 120")
    page.evaluate(
        """() => {
          window.heard = [];
          new MutationObserver(() => heard.push(document.querySelector(".aloud").textContent))
            .observe(document.querySelector(".aloud"), { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    page.wait_for_function("hub.time > 15")
    assert page.evaluate("heard") == []
    page.keyboard.press(" ")
    page.wait_for_function("heard.length > 0")
    assert len(page.evaluate("heard")) == 1
    assert page.evaluate("heard[0]").startswith(f"Adam: step {page.evaluate('hub.step')} of 120, loss ")
    step = page.evaluate("hub.step")
    page.evaluate(SIX)  # keys in quick succession are told once
    page.wait_for_function("heard.length > 1")
    assert page.evaluate("heard.length") == 2
    assert page.evaluate("heard[1]").startswith(f"Adam: step {step + 6} of 120, loss ")


def test_words_for_a_divergence_an_arrival_and_a_twin(kept):
    query = "surface=ravine&steps=300&step=300&racer=gradient_descent+lr~2.0&racer=adam&racer=adam+lr~0.5"
    page = kept.at(query)
    text = page.locator(".steepest-stage .aloud")
    expect(text).to_contain_text(re.compile(r"Gradient descent: diverged at step \d+: η·λmax = "))
    expect(text).to_contain_text("Adam 1: loss ")
    expect(text).to_contain_text("Adam 2: loss ")
    expect(text).to_contain_text("arrived")


# Keys alone

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const outlined = (e) => {
    const s = e && getComputedStyle(e);
    return s && ((s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none");
  };
  const primary = getComputedStyle(document.querySelector(".transport [name=play]")).backgroundColor;
  const bordered = (e) => e && getComputedStyle(e).borderTopColor === primary; // as Streamlit marks its own fields
  const around = [one, one.nextElementSibling];
  for (let e = one.parentElement; around.length < 7 && e; e = e.parentElement) around.push(e);
  const box = one.getBoundingClientRect();
  return {
    name: one.getAttribute("aria-label") || one.labels?.[0]?.textContent.trim() || one.textContent.trim(),
    id: [one.tagName, one.name, one.className, one.getAttribute("aria-label"), box.x + box.y].join(" "),
    seen: one.id === "stMain" || around.some(outlined) || around.some(bordered),
    html: one.outerHTML.slice(0, 160),
  };
}"""


def walk(page: Page, most: int = 120) -> list[dict]:
    """What the Tab key reaches, one after the other, until it leaves the page or comes round."""
    reached: list[dict] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        one = page.evaluate(FOCUS)
        if one is None or one["id"] in {other["id"] for other in reached}:
            break
        reached.append(one)
    return reached


def test_the_tab_key_reaches_every_control_and_shows_where_it_is(watched, server):
    page = opened(watched, f"{server.url}/?step=57&chosen=3&view=both&{PANELS}")
    page.locator(".st-key-traced .js-plotly-plot").wait_for()
    page.locator(".steepest-stage .ring").wait_for(state="visible")
    at_rest(page)  # what is drawn anew while it has the focus loses it
    reached = walk(page)
    names = [one["name"] for one in reached]
    assert all(names), [one["html"] for one in reached if not one["name"]]
    assert [one["html"] for one in reached if not one["seen"]] == []
    for name in (
        "Surface", "Zoom in", "Whole map", "Map on the whole screen", "Start point", "The surface in 3-D", "First look",
        "Start on the surface", "Log height", "Loss", "Play (space)", "Step", "Speed", "Loop", "Both", "Equations",
        "The Python of this step", "Numbers of the run", "Download as CSV", "Catalogue", "Copy link", "Adam runs",
        "Adam: Step size.", "Adam: schedule", "duplicate Adam", "Add a racer", "Change",
    ):  # fmt: skip
        assert any(name in one for one in names), (name, names)


# Little motion


@pytest.fixture
def calm(watched: Page, server) -> Page:
    watched.emulate_media(reduced_motion="reduce")
    return opened(watched, server.url)


def test_nothing_moves_by_itself_where_little_motion_is_asked_for(calm):
    calm.wait_for_function("hub.step === 120")
    assert calm.evaluate("hub.playing") is False
    x, y = middle(calm, ".steepest-stage .map .plot")
    calm.mouse.click(x + 40, y + 60)
    calm.wait_for_function("hub.race.start[1] < -0.1")
    calm.wait_for_timeout(300)
    assert calm.evaluate("[hub.step, hub.playing]") == [120, False]
    moving = calm.evaluate(
        """[...document.querySelectorAll(".steepest-stage *, .steepest-racers *")].filter((one) => {
          const style = getComputedStyle(one);
          return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0;
        }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert moving == []


def test_play_still_plays_where_little_motion_is_asked_for(calm):
    calm.wait_for_function("hub.step === 120")
    calm.get_by_role("button", name="Play (space)").click()
    calm.wait_for_function("hub.playing && hub.time > 1 && hub.time < 100")
    paused(calm)


# Dials


def test_a_dial_goes_back_to_its_default(kept):
    page = kept.at("step=57&chosen=3")
    card = page.locator(".steepest-racers .card").nth(3)
    assert card.locator(".back:visible").count() == 0
    for name, changed, usual in (("Step size.", "0.3", 0.05), ("Memory of the mean.", "0.5", 0.9)):
        field = card.get_by_label(f"Adam: {name} (number)")
        field.fill(changed)
        field.press("Enter")
        back = card.get_by_role("button", name=f"Adam: {name} Back to {usual}.")
        back.focus()
        page.keyboard.press("Enter")
        expect(field).to_have_value(str(usual))
        expect(card.locator(".back:visible")).to_have_count(0)
        assert page.evaluate("document.activeElement.type") == "range"
    page.wait_for_url(re.compile(r"racer=adam(&|$)"))  # with nothing of its own
    assert page.evaluate("hub.race.runs[3].lr[0]") == pytest.approx(0.05)


def test_bias_correction_is_a_switch_on_adams_card(kept):
    page = kept.at("step=57&chosen=3")
    switch = page.get_by_role("switch", name=": bias correction")
    expect(switch).to_be_checked()
    switch.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("racer=adam_uncorrected"))
    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()
    expect(page.locator(".steepest-racers .card .name").nth(3)).to_have_text("Adam without bias correction")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("racer=adam(&|$)"))
    assert page.locator(".steepest-racers .variant:visible").count() == 1  # the others have nothing to switch


def test_edits_all_stay_where_news_of_the_link_come_late(watched, server):
    late: list[tuple[WebSocketRoute, bytes | str]] = []

    def hold_back(socket: WebSocketRoute) -> None:
        def heard(message: bytes | str) -> None:
            link = isinstance(message, bytes) and ForwardMsg.FromString(message).HasField("page_info_changed")
            late.append((socket, message)) if link else socket.send(message)

        socket.connect_to_server().on_message(heard)

    watched.route_web_socket(re.compile("_stcore/stream"), hold_back)
    page = opened(watched, f"{server.url}/?step=57&chosen=3")
    card = page.locator(".steepest-racers .card").nth(3)
    for name, value in (("Step size.", 0.3), ("Memory of the mean.", 0.5), ("Memory of the squares.", 0.9)):
        card.get_by_label(f"Adam: {name} (number)").fill(str(value))
        card.get_by_label(f"Adam: {name} (number)").press("Enter")
        expect(card.get_by_role("button", name=f"Adam: {name} Back to")).to_be_visible()
    assert len(late) == 3
    for socket, message in late:
        socket.send(message)
    page.wait_for_url(re.compile("racer=adam.*0.3"))
    at_rest(page)
    expect(card.locator(".back:visible")).to_have_count(3)


def test_a_parameter_of_the_surface_goes_back_too(kept):
    page = kept.at("surface=ravine+kappa~40.0&step=0")
    page.locator(".params .back").click()
    page.wait_for_function("hub.ground.key === 'ravine kappa=10.0'")
    expect(page.locator(".params .back")).to_be_hidden()
