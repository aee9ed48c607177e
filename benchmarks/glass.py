"""One step under the glass, and the Taylor model: how long until what was asked for is on screen."""

import math
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.browser import running_browser, running_server, visitor
from benchmarks.lines import Line, against, median, ms, p95
from benchmarks.stage import QUIET, race_link
from tests.conftest import Server

REST = 400  # milliseconds between two steps that are opened
READY = """async () => {
  const files = performance.getEntriesByType("resource").map((e) => e.name);
  const load = (path) => import(files.find((n) => n.endsWith(path)));
  const { hub } = await load("/stage/hub.js");
  const [glass, model] = [await load("/glass/glass.js"), await load("/taylor/model.js")];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const within = async (begin, there) => {
    while (!there()) {
      if (performance.now() - begin > 5000) return null;
      await frame();
    }
    return performance.now() - begin;
  };
  const press = (name) => document.querySelector(`.steepest-stage [name=${name}]`).click();
  const turn = (k) => [Math.cos(k), Math.sin(k)];
  window.bench = {
    async open(step) {
      hub.put("line", null);
      const scrub = document.querySelector(".steepest-stage .scrub");
      scrub.value = step;
      scrub.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, REST)); // until the map is whole again
      const begin = performance.now();
      press("open");
      return within(begin, () => glass.drawn().step === step && glass.drawn().marks.length > 0);
    },
    async next() {
      const before = hub.line;
      const begin = performance.now();
      press("after");
      return within(begin, () => hub.line !== before && glass.drawn().line === hub.line && glass.drawn().marks.length);
    },
    async place(k) {
      const [[x0, x1], [y0, y1]] = hub.ground.bounds;
      const [u, v] = turn(k);
      const at = [(x0 + x1) / 2 + 0.2 * (x1 - x0) * u, (y0 + y1) / 2 + 0.2 * (y1 - y0) * v];
      const begin = performance.now();
      hub.put("model", { order: 2, radius: 1, ...hub.model, at });
      return within(begin, () => model.drawn().data?.point[0] === at[0]);
    },
  };
}"""


def measure() -> list[Line]:
    """All lines of this part."""
    with running_server() as server, running_browser() as browser:
        return opening(server, browser)


def opening(server: Server, browser: Browser, racers: int = 6, steps: int = 300, repeats: int = 40) -> list[Line]:
    """Open step after step, walk through one, and move the point of the model."""
    with visitor(browser) as page:
        page.emulate_media(reduced_motion="reduce")  # the motion with which a line is drawn is no waiting
        page.goto(server.url + "/" + race_link(racers, steps, step=steps))
        page.wait_for_selector(".steepest-stage .plot svg")
        page.wait_for_timeout(QUIET)
        page.evaluate(READY.replace("REST", str(REST)))
        opened = _timed(page, "open", [1 + (37 * k) % steps for k in range(repeats)])
        walked = _timed(page, "next", [None] * repeats)
        page.evaluate("bench.place(0)")
        placed = _timed(page, "place", [0.3 * k for k in range(1, repeats + 1)])
    name = f"{racers} racers × {steps} steps"
    lines = []
    for what, times, aim in (
        ("a step opened", opened, 120),
        ("the next line of it", walked, 120),
        ("the Taylor model moved", placed, 60),
    ):
        how = f"from the click to the frame in which it is drawn, {len(times)} times; without its motion"
        lines.append(
            Line(
                f"{name}: {what}", ms(median(times)), f"p95 {ms(p95(times))}", how, **against(median(times), aim, "ms")
            )
        )
    return lines


def _timed(page: Page, act: str, arguments: list[Any]) -> list[float]:
    times = [page.evaluate(f"(argument) => bench.{act}(argument)", argument) for argument in arguments]
    return [math.nan if time is None else float(time) for time in times]
