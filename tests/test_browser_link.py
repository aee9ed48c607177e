"""The link in a real browser: reload, back and forward, another surface, and links that are wrong."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browsing import LEAD, Kept, opened, settled, until, wait_for_start

pytestmark = pytest.mark.browser


@pytest.fixture
def page(kept: Kept) -> Page:
    return kept.at()


def test_a_link_reloads_to_the_same_race_on_the_same_step(watched, server):
    link = "/?v=1&surface=rosenbrock&start=-1.2+1.0&steps=200&racer=adam+lr~0.3&racer=momentum+lr~0.001+off&step=57"
    page = opened(watched, server.url + link + "&speed=2&strip=log&chosen=0")
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


def test_back_while_the_browser_is_busy_with_another_surface(page):
    """The server answers what the browser has asked before it knew that it no longer has the ground."""
    start = page.evaluate("hub.race.start")
    for _ in range(4):  # runs in which the ground is not sent
        page.locator(".steepest-stage .start").press("ArrowLeft")
        page.wait_for_function("(x) => hub.race.start[0] < x", arg=start[0])
        start = page.evaluate("hub.race.start")
        page.wait_for_url(f"**start={float(start[0])}+*")
    loads = page.evaluate("hub.race.loads")
    page.evaluate(
        f"""([there, back]) => {{
          ({LEAD})(there);
          for (const begin = performance.now(); performance.now() - begin < 500; );
          ({LEAD})(back);
        }}""",
        ["/?surface=beale", page.url],
    )
    page.wait_for_function("(loads) => hub.race.loads > loads", arg=loads)
    wait_for_start(page, *start)
    page.wait_for_function("hub.ground.key.startsWith('bounded_saddle') && hub.ground.key === hub.race.ground")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_back_goes_before_an_edit_that_was_under_way(watched, server):
    """Streamlit may make one run of both, in which the edit comes from the address that is gone back to."""
    held: list[BackMsg] = []
    holds = False

    def between(socket: WebSocketRoute) -> None:
        above = socket.connect_to_server()

        def said(message: bytes | str) -> None:
            assert isinstance(message, bytes)
            asked = BackMsg.FromString(message)
            if not holds:
                above.send(message)
                return
            held.append(asked)
            if not asked.rerun_script.fragment_id:
                for one in held[:-1]:
                    asked.rerun_script.widget_states.MergeFrom(one.rerun_script.widget_states)
                above.send(asked.SerializeToString())

        socket.on_message(said)

    watched.route_web_socket(re.compile("_stcore/stream"), between)
    page = opened(watched, f"{server.url}/?step=0")
    page.get_by_role("switch", name="Momentum runs").click()
    page.wait_for_url("**racer=momentum+off**")
    settled(page)
    loads, holds = page.evaluate("hub.race.loads"), True
    page.get_by_role("switch", name="Adam runs").click()
    until(page, lambda: bool(held))
    page.go_back()
    page.wait_for_function("(loads) => hub.race.loads > loads && hub.race.runs.length === 4", arg=loads)
    assert [bool(one.rerun_script.fragment_id) for one in held[:2]] == [True, False]
    assert "racer=" not in page.url


def test_late_news_of_a_link_do_not_take_the_place_of_the_address_gone_back_to(watched, server):
    late: list[tuple[WebSocketRoute, bytes | str]] = []
    holds = False

    def between(socket: WebSocketRoute) -> None:
        def heard(message: bytes | str) -> None:
            news = isinstance(message, bytes) and ForwardMsg.FromString(message).HasField("page_info_changed")
            late.append((socket, message)) if holds and news else socket.send(message)

        socket.connect_to_server().on_message(heard)

    watched.route_web_socket(re.compile("_stcore/stream"), between)
    page = opened(watched, f"{server.url}/?step=0")
    page.get_by_role("switch", name="Momentum runs").click()
    page.wait_for_url("**racer=momentum+off**")
    settled(page)
    holds = True
    page.get_by_role("switch", name="Adam runs").click()
    until(page, lambda: len(late) > 0)
    settled(page)
    page.go_back()
    page.wait_for_function("hub.race.loads === 2 && hub.race.runs.length === 4")
    for socket, message in late:
        socket.send(message)
    page.wait_for_timeout(500)
    assert "racer=" not in page.url
    assert page.evaluate("hub.race.loads") == 2


def test_another_surface_by_its_name(page):
    page.get_by_role("combobox", name="Surface").click()
    page.keyboard.type("Himmel")
    page.keyboard.press("Enter")
    page.wait_for_function("hub.ground.key.startsWith('himmelblau') && hub.race.ground === hub.ground.key")
    page.wait_for_url("**surface=himmelblau*")
    page.go_back()
    page.wait_for_function("hub.ground.key.startsWith('bounded_saddle') && hub.race.ground === hub.ground.key")


def test_divergence_is_told_with_its_reason(kept):
    page = kept.at(
        "surface=ravine+kappa~10.0&start=-3.0+1.5&steps=200&racer=gradient_descent+lr~0.25&step=200",
    )
    status = page.locator(".steepest-racers .card .status").first
    expect(status).to_contain_text("diverged at step")
    expect(status).to_contain_text("η·λmax = 2.5 > 2 at step 0")
    assert page.evaluate(
        "hub.race.runs[0].theta.every(Number.isFinite) && hub.race.runs[0].loss.every(Number.isFinite)"
    )


def test_racers_that_a_link_brings_stay_closed(kept):
    page = kept.at("racer=adam")
    expect(page.locator(".steepest-racers .card")).to_have_count(1)
    page = kept.at("racer=adam&racer=momentum")
    expect(page.locator(".steepest-racers .card")).to_have_count(2)
    expect(page.locator(".steepest-racers .card.chosen")).to_have_count(0)


def test_a_minimum_a_saddle_and_a_maximum_are_told_apart(kept):
    page = kept.at("start=1.6+0.0&steps=400&racer=gradient_descent&step=400")
    expect(page.locator(".steepest-racers .status").first).to_have_text("on a saddle")
    page = kept.at("start=1.6+0.001&steps=400&racer=gradient_descent&step=400")
    expect(page.locator(".steepest-racers .status").first).to_have_text("arrived")
    page = kept.at("surface=himmelblau&start=-0.270845+-0.923039&steps=40&racer=gradient_descent+lr~0.0001&step=20")
    expect(page.locator(".steepest-racers .status").first).to_have_text("on a maximum")


BAD_LINKS = {  # and what is said of them
    "surface=nowhere": "There is no surface called “nowhere”.",
    "start=nan+1": "Start x must be a finite number, not “nan”.",
    "start=1e308+1e308": "Start x = 1e308 is outside its range",
    "steps=0": "Steps = 0 is outside its range",
    "steps=1000000000": "Steps = 1e9 is outside its range",
    "&".join(["racer=adam"] * 120): "The link names 120 racers",
    "racer=adam+lr~1e308": "η (lr) = 1e308 is outside its range",
    "racer=adam+lr~nan": "η (lr) must be a finite number",
    "racer=adam+lr~<script>alert(1)</script>": "not “<script>alert(1)</scrip…”",
    "v=77": "another version of Steepest (v=77)",
}


@pytest.mark.parametrize("query", BAD_LINKS)
def test_a_bad_link_gets_a_message_and_a_race(kept, query):
    page = kept.at(query)
    expect(page.get_by_test_id("stAlert")).to_contain_text(BAD_LINKS[query])
    assert page.evaluate("hub.race.runs.length") >= 1
    assert page.get_by_text("Traceback").count() == 0


def test_a_page_that_opens_at_a_bad_link_has_a_message_too(watched, server):
    page = opened(watched, f"{server.url}/?start=nan+1&racer=adam+lr~<script>alert(1)</script>")
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    assert page.evaluate("hub.race.runs.length") == 1
