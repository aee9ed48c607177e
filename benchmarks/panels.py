"""What the panels cost the server: the same hand at work with none of them open, and with all."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page

from benchmarks.browser import cpu, running_browser, running_server, visitor
from benchmarks.lines import Line, against, median, ms, p95
from benchmarks.stage import open_race, race_link
from experiments.experiment import PANELS
from tests.conftest import Server

MOST = 60  # milliseconds of the server's processor time that are aimed at
CATCH_UP = 800  # milliseconds between two acts of the hand, so that the panels have shown the last one
WATCH = """() => {
  probe.followed = [];
  let pressed = null;
  addEventListener("keydown", () => (pressed = performance.now()), { capture: true });
  const told = () => document.querySelector(".steepest-followed")?.textContent;
  let last = told();
  new MutationObserver(() => {
    if (told() === last || pressed === null) return;
    last = told();
    probe.followed.push(performance.now() - pressed);
    pressed = null;
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


def measure() -> list[Line]:
    """All lines of this part."""
    with running_server() as server, running_browser() as browser:
        return following(server, browser)


def following(server: Server, browser: Browser, racers: int = 6, steps: int = 300, acts: int = 30) -> list[Line]:
    """Move the start by a key, then step through the run."""
    name = f"{racers} racers × {steps} steps"
    lines = []
    for panels, words in (((), "no panel open"), (PANELS, f"{len(PANELS)} panels open")):
        with visitor(browser) as page:
            open_race(page, server, race_link(racers, steps, step=steps // 2, view="map", panels=panels, chosen=5))
            page.wait_for_timeout(CATCH_UP)
            moving = _spent(page, server, acts, _move_start)
            page.evaluate(WATCH)
            stepping = _spent(page, server, acts, _step)
            waited = page.evaluate("probe.followed")
        how = f"user and system time of the server, shared out among {acts} presses of a key while the player rests"
        lines.append(
            Line(f"{name}, start moved, {words}: server CPU", ms(moving), "–", how, **against(moving, MOST, "ms"))
        )
        lines.append(
            Line(f"{name}, a step on, {words}: server CPU", ms(stepping), "–", how, **against(stepping, MOST, "ms"))
        )
        if panels:
            how = f"from the key to the new step in the page; the player waits 120 ms for a rest; {len(waited)} steps"
            lines.append(Line(f"{name}, a step on → the panels", ms(median(waited)), f"p95 {ms(p95(waited))}", how))
    return lines


def _spent(page: Page, server: Server, acts: int, act: Callable[[Page], None]) -> float:
    """Milliseconds of the server's processor time for one act."""
    before = cpu(server)
    for _ in range(acts):
        act(page)
        page.wait_for_timeout(CATCH_UP)
    return (cpu(server) - before) / acts


def _move_start(page: Page) -> None:
    page.locator(".steepest-stage .start").press("ArrowRight")


def _step(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
