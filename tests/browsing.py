"""What every browser test does with the page of the race: open it, rest its player, find places and numbers on it."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from playwright.sync_api import Browser, FloatRect, Page

MODULE = """async ([path, name]) => {
  const file = performance.getEntriesByType("resource").map((entry) => entry.name).find((url) => url.endsWith(path));
  const found = await import(file);
  window[name] = found[name] ?? found;
}"""
# No script runs for the page: what its last one has sent is in the document.
QUIET = "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
# A run that begins by itself begins when the map is drawn.
READY = f"""() => {{
  const map = document.querySelector(".steepest-stage .map");
  const drawn = map.getClientRects().length === 0 || map.querySelector(".plot").dataset.bound;
  return hub.race && hub.ground?.key === hub.race.ground && drawn && {QUIET};
}}"""
LEAD = """(link) => {
  const before = hub.race.loads;
  document.activeElement.blur();
  scrollTo(0, 0);
  history.pushState(null, "", link);
  dispatchEvent(new PopStateEvent("popstate"));
  return before;
}"""
# A canvas of the page is read from a copy: where one is read often Chromium warns, as if the page did so.
PIXELS = """(canvas) => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, canvas.width, canvas.height);
}"""
# Whether something is drawn on one of the canvases.
INKED = """(selector) => [...document.querySelectorAll(selector)].some((canvas) => {
  const { width, height } = canvas;
  return canvas.toDataURL() !== Object.assign(document.createElement("canvas"), { width, height }).toDataURL();
})"""
LED = f"(before) => hub.race.loads > before && hub.ground.key === hub.race.ground && {QUIET}"
PAUSE = "() => { if (hub.playing) document.querySelector('.transport [name=play]').click(); }"
# Every picture on the stage has the size of its place: what opens or closes beside it moves it a moment later.
FITTED = """() => [...document.querySelectorAll(".steepest-stage .plot, .steepest-stage .scene")].every((plot) => {
  const { width, height } = plot.parentElement.getBoundingClientRect();
  const drawn = plot._fullLayout;
  return !drawn || width === 0 || (Math.abs(drawn.width - width) < 0.01 && Math.abs(drawn.height - height) < 0.01);
})"""
PATIENCE = 60_000  # milliseconds that a test waits for a busy machine
PROBED = ("/_stcore/health", "/_stcore/host-config")
COUNT = re.compile(r"(\d+) / (\d+)")

# Without a graphics card Chromium itself copies each 3-D picture from the driver, and reports that as a page's fault.
SOFTWARE_GL = ("GPU stall due to ReadPixels", "GPU stall due to ReadPixels (this message will no longer repeat)")


class Watch:
    """What a page said and asked for in vain or abroad while it was open.

    At a `deep` address Streamlit's front end looks for its server beneath it first, in vain: that may be said.
    """

    def __init__(self, page: Page, url: str, deep: bool = False) -> None:
        self.faults: list[str] = []
        self.url = url
        self.probed = PROBED if deep else ()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: self._said(m.type, m.text, m.location["url"]))
        page.on("pageerror", lambda e: self.faults.append(f"exception: {e}"))
        page.on("request", lambda r: self._asked(r.url))
        page.on("response", lambda r: self._answered(r.url, r.status))

    def _said(self, kind: str, text: str, where: str) -> None:
        if kind in ("error", "warning") and not text.endswith(SOFTWARE_GL) and not where.endswith(self.probed):
            self.faults.append(f"{kind}: {text}")

    def _asked(self, asked: str) -> None:
        if not asked.startswith((self.url, self.url.replace("http", "ws"), "data:", "blob:")):
            self.faults.append(f"asked abroad: {asked}")

    def _answered(self, asked: str, status: int) -> None:
        if status == 404 and not asked.endswith(self.probed):
            self.faults.append(f"asked in vain: {asked}")


@contextmanager
def visitor(browser: Browser, url: str, deep: bool = False, **screen: Any) -> Iterator[Page]:
    """A page without a fault to its end, see `Watch`, on a desktop screen where nothing else is said."""
    usual: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
    context = browser.new_context(**usual | screen)
    page = context.new_page()
    watch = Watch(page, url, deep)
    try:
        yield page
    finally:
        context.close()
    assert watch.faults == []


def module(page: Page, path: str, name: str) -> None:
    """Give a test the module of the page that ends with `path`, as `name`: its export of that name, or all of them."""
    page.evaluate(MODULE, [path, name])


def opened(page: Page, url: str) -> Page:
    """The race page with the ball ready to run, and all that stands beside it."""
    page.goto(url)
    page.locator(".steepest-stage :is(.start, .ring):visible").first.wait_for()
    module(page, "/stage/hub.js", "hub")
    page.wait_for_function(READY)
    return page


def until(page: Page, true: Callable[[], bool]) -> None:
    """Let the page go on until something is so in the test."""
    end = time.monotonic() + PATIENCE / 1000
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        page.wait_for_timeout(20)


def settled(page: Page) -> None:
    """Wait until every edit of the stage has reached the session, and the page what came of it."""
    module(page, "/stage/channel.js", "channel")
    page.wait_for_function(f"channel.question.edits.length === 0 && {QUIET}")


def led(page: Page, query: str) -> Page:
    """The open page of the race led to a link as the browser's back button would: nothing is loaded again."""
    settled(page)
    page.wait_for_function(LED, arg=page.evaluate(LEAD, f"/?{query}"))
    return page


class Kept:
    """One page on a desktop screen that stays open for the tests of a file: to open one takes longer than most tests.

    `at` leads it to a link, which sets back all that a link holds. A test that leaves more behind than that (another
    screen, a map moved, a box open) has a page of its own: `watched`. The mouse goes to the corner.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.visits = count(1)
        self.page: Page | None = None
        self.watch: Watch | None = None
        self.script = ""

    def at(self, query: str = "", script: str = "") -> Page:
        """The page at `query`; `script`, the same for all tests of a file, runs before its own when it opens.

        The link has a word more, which nobody reads: the same link again would be no news.
        """
        if self.page is None:
            self.page = self.browser.new_page(viewport={"width": 1366, "height": 768})
            self.watch = Watch(self.page, self.url)
            self.page.add_init_script(script)
            self.script = script
            opened(self.page, self.url)
        assert script == self.script
        self.page.mouse.move(0, 0)
        return led(self.page, f"{query}&visit={next(self.visits)}")

    def heard(self) -> list[str]:
        """The faults of the page since the last time."""
        if self.page is None or self.watch is None:
            return []
        self.page.evaluate("0")  # what it has said until now has come
        heard, self.watch.faults = self.watch.faults, []
        return heard

    def close(self) -> None:
        if self.page is not None:
            self.page.close()
            self.page = None


def paused(page: Page, step: int | None = None) -> None:
    page.evaluate(PAUSE)
    if step is not None:
        page.keyboard.press("Home")
        scrub = page.get_by_role("slider", name="Step", exact=True)
        scrub.fill(str(step))


def step_of(page: Page) -> int:
    found = COUNT.search(page.locator(".transport .count").inner_text())
    assert found
    return int(found[1])


def fitted(page: Page) -> None:
    """Wait until the pictures on the stage stand where they will stay."""
    page.wait_for_function(FITTED)


def box_of(page: Page, selector: str) -> FloatRect:
    fitted(page)
    box = page.locator(selector).first.bounding_box()
    assert box
    return box


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = box_of(page, selector)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_start(page: Page, selector: str, dx: float, dy: float) -> None:
    """Take the start by its handle and lead it on: the race follows each time, while the hand still holds it."""
    x, y = middle(page, selector)
    page.mouse.move(x, y)
    page.mouse.down()
    for i in range(1, 5):
        before = page.evaluate("hub.race.start")
        page.mouse.move(x + i * dx / 4, y + i * dy / 4)
        page.wait_for_function("(before) => hub.held && hub.race.start.join() !== before.join()", arg=before)


def wait_for_start_in_link(page: Page) -> None:
    """Wait until the link has the start that the page shows."""
    x, y = map(float, page.evaluate("hub.race.start"))
    page.wait_for_url(f"**start={x}+{y}*")


def wait_for_start(page: Page, x: float, y: float) -> None:
    page.wait_for_function(
        "([x, y]) => Math.abs(hub.race.start[0] - x) < 1e-9 && Math.abs(hub.race.start[1] - y) < 1e-9", arg=[x, y]
    )
