"""A swarm in a real browser: how long from a change until its cloud is painted on the map."""

from dataclasses import replace
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.browser import Wire, running_browser, running_server, visitor
from benchmarks.lines import Line, against, kb, median, ms, p95
from benchmarks.stage import open_race, places
from experiments import experiment as edit
from experiments import link
from experiments.experiment import Experiment
from tests.conftest import Server

RACER = 3  # Adam, among the racers with which Himmelblau's surface opens
NOISE = 0.1
WITHIN = 500.0  # milliseconds


def measure() -> list[Line]:
    """All lines of this part."""
    with running_server() as server, running_browser() as browser:
        return appearing(server, browser)


def appearing(server: Server, browser: Browser, runs: int = 2000, steps: int = 300, times: int = 20) -> list[Line]:
    """Ask for another number of runs, and, with many seeds, for another start, again and again."""
    e = edit.with_steps(edit.first_look("himmelblau"), steps)
    hands: tuple[tuple[str, str, Experiment, Any], ...] = (
        ("starts", "number", e, _numbers),
        ("seeds", "click", edit.with_noise(e, NOISE), _clicks),
    )
    lines = []
    for kind, what, experiment, hand in hands:
        name = experiment.racers[RACER].optimizer.name
        with visitor(browser) as page:
            wire = Wire(page, quick="/swarm")
            shown = replace(edit.with_swarm(experiment, RACER, kind, runs), step=steps)
            open_race(page, server, "?" + link.text(shown))
            page.wait_for_function("probe.hub.then((hub) => hub.swarm !== null)")
            wire.clear()
            hand(page, name, runs, times)
            swarms = page.evaluate("probe.swarms")
        until, answered, drawing = ([one[key] for one in swarms] for key in ("shown", "answered", "drawing"))
        title = f"A swarm, {name} from {runs:,} {kind} × {steps} steps, Himmelblau: {what} → its cloud"
        how = (
            f"from the change to the end of the frame with the new cloud; {len(until)} swarms, none in a cache; "
            f"until the answer {ms(median(answered))}, decoding and drawing {ms(median(drawing))}, "
            f"{kb(max(size for _, size in wire.received))} over HTTP"
        )
        time = median(until)
        lines.append(Line(title, ms(time), f"p95 {ms(p95(until))}", how, **against(time, WITHIN, "ms")))
    return lines


def _numbers(page: Page, name: str, runs: int, times: int) -> None:
    card = page.locator(".steepest-racers .card").nth(RACER)
    card.locator(".open").click()
    many = page.get_by_label(f"{name}: runs of the swarm")
    page.evaluate("probe.swarms.length = 0")
    for i in range(1, times + 1):
        many.fill(str(runs - i))
        many.press("Enter")
        page.wait_for_function("(count) => probe.swarms.length >= count", arg=i)


def _clicks(page: Page, _name: str, _runs: int, times: int) -> None:
    page.evaluate("probe.swarms.length = 0")
    for i, (x, y) in enumerate(places(page, times), start=1):
        page.mouse.click(x, y)
        page.wait_for_function("(count) => probe.swarms.length >= count", arg=i)
