"""The 3-D view in a real browser: what a frame costs while the race plays, and while the hand turns the surface."""

import math
import time

import numpy as np
from playwright.sync_api import Browser, Page

from benchmarks.browser import Wire, running_browser, running_server, visitor
from benchmarks.lines import Line, against, median, ms, p95
from benchmarks.stage import open_race, playing, race_link
from tests.conftest import Server

FRAME = 1000 / 60  # milliseconds
WATCH = """probe.hub.then((hub) => {
  probe.frames.length = 0;
  probe.turned = new Set(); // indices of the frames before which the camera moved
  hub.addEventListener("camera", () => probe.turned.add(probe.frames.length));
})"""
FEW = "probe.turned.size < 3"
PLAY, TURN = 3, 16  # milliseconds of script a frame that are aimed at


def measure() -> list[Line]:
    """All lines of this part."""
    with running_server() as server, running_browser() as browser:
        return [*playing(server, browser, view="3d", most=PLAY), *turning(server, browser)]


def turning(server: Server, browser: Browser, racers: int = 8, steps: int = 1000, seconds: float = 5.0) -> list[Line]:
    """Turn the surface by the mouse, whole paths on it: Plotly draws anew, and every path is looked at again."""
    with visitor(browser) as page:
        wire = Wire(page)
        open_race(page, server, race_link(racers, steps, step=steps, view="3d"))
        page.locator(".steepest-stage .ring").wait_for(state="visible")
        before = wire.metrics()
        page.evaluate(WATCH)
        _turn(page, seconds)
        after = wire.metrics()
        frames, turned = page.evaluate("[probe.frames, [...probe.turned]]")
    stamps, costs = np.array([frames[i] for i in turned if i < len(frames)]).T
    script = 1000 * (after["ScriptDuration"] - before["ScriptDuration"]) / len(costs)
    task = 1000 * (after["TaskDuration"] - before["TaskDuration"]) / len(costs)
    name = f"{racers} racers × {steps} steps, turning the surface"
    spent = median(costs.tolist())
    how = f"wall time in all requestAnimationFrame callbacks, Plotly's own among them; {len(costs)} frames of a drag"
    lines = [
        Line(f"{name}: script a frame", ms(spent), f"p95 {ms(p95(costs.tolist()))}", how, **against(spent, TURN, "ms"))
    ]
    how = "the browser's ScriptDuration in processor time, the pointer's events included"
    lines.append(
        Line(f"{name}: script a frame, CPU", ms(script), f"all tasks {ms(task)}", how, **against(script, TURN, "ms"))
    )
    gaps = np.diff(stamps).tolist()
    how = "between requestAnimationFrame timestamps; without a graphics card the processor draws the surface too"
    return [*lines, Line(f"{name}: frames a second", f"{1000 / np.mean(gaps):.0f}", f"p95 gap {ms(p95(gaps))}", how)]


def _turn(page: Page, seconds: float) -> None:
    """To and fro and up and down with the button held, a move every frame, until some have been drawn."""
    box = page.locator(".steepest-stage .scene").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 0.85 * box["height"]  # below the ring
    page.mouse.move(x, y)
    page.mouse.down()
    begin = time.monotonic()
    while (angle := 4 * math.pi * (time.monotonic() - begin) / seconds) < 4 * math.pi or page.evaluate(FEW):
        page.mouse.move(x + 0.3 * box["width"] * math.sin(angle), y - 0.05 * box["height"] * math.sin(2 * angle))
        page.wait_for_timeout(FRAME)
    page.mouse.up()
