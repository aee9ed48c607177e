"""What a visitor types stays with that visitor: not in a log, not on the disk, not on another one's screen."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from components.assets import ROUTE
from tests.browsing import opened, visitor
from tests.conftest import Server
from tests.formulas import SLOW
from tests.spied import FAULTY
from tests.test_browser_formula import SAID, drawn, edited, field

pytestmark = pytest.mark.browser

NUMBER, WORD, VALUE = "91726354.5", "canary", "91726.354"  # what only the first visitor has typed
GOOD = f"x^2 + {NUMBER}*y^2"
DATA = f"{WORD},points\n1,{VALUE}\n2,55\n4,64\n5,70\n"
ROUTES = ("race", "step", "model", "critical", "swarm")


@pytest.fixture
def spied(tmp_path: Path) -> Iterator[Server]:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    one = Server(
        module="tests.spied",
        HOME=str(home),
        TMPDIR=str(scratch),
        SPIED=str(tmp_path / "spied"),
        PYTHONDONTWRITEBYTECODE="1",
    )
    one.wait()
    yield one
    one.stop()


def post(server: Server, path: str, body: bytes, chunked: bool = False) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=60)
    connection.request("POST", path, iter([body]) if chunked else body, encode_chunked=chunked)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def ask_everything(server: Server) -> None:
    """Questions over HTTP: good ones, one that is too slow, one that meets an unexpected error, and nonsense."""
    slow = SLOW.replace("10-pi", f"{NUMBER}-pi")
    for formula, steps in ((GOOD, 50), (slow, 50), (f"{WORD}(x)", 50), (GOOD, FAULTY)):
        asked = {"link": f"surface=formula&formula={formula.replace('+', '%2B')}&steps={steps}&swarm=0+starts+9"}
        asked |= {"slot": 0, "step": 1, "model": [2, 1.0]}
        for route in ROUTES:
            status, _ = post(server, f"{ROUTE}/{route}", json.dumps(asked).encode())
            assert status in (200, 400, 500), route
    for route in (*ROUTES, "stop", WORD):
        post(server, f"{ROUTE}/{route}?{WORD}={NUMBER}", f'{{"{WORD}": {NUMBER}'.encode())


def type_everything(page: Page, server: Server) -> None:
    """A formula that is good, one that cannot be read, one that is too slow; samples, typed and from a file."""
    edited(page, server.url)
    field(page).fill(GOOD)
    field(page).press("Enter")
    drawn(page, GOOD)
    field(page).fill(f"{WORD} + {NUMBER}")
    expect(page.locator(SAID)).to_contain_text(WORD)
    field(page).fill(SLOW.replace("10-pi", f"{NUMBER}-log(2)"))
    field(page).press("Enter")
    expect(page.locator(SAID)).to_contain_text("longer than 2 seconds")
    page.goto(f"{server.url}/?surface=formula&formula={GOOD.replace('+', '%2B')}&steps={FAULTY}&title={WORD}")
    expect(page.get_by_test_id("stException").first).to_be_visible()
    opened(page, f"{server.url}/?surface=line20")
    page.get_by_text("Data and batches").click()
    page.get_by_role("textbox", name="Your own samples").fill(DATA.replace("5,70", f"{WORD},{WORD}"))
    page.get_by_role("button", name="Use these samples").click()
    expect(page.get_by_text("is not a number")).to_be_visible()
    files = page.locator("[data-testid=stFileUploaderDropzoneInput]")
    large = DATA + f"6,{VALUE}\n" * 20_000  # too many rows
    files.set_input_files({"name": f"{WORD}.csv", "mimeType": "text/csv", "buffer": large.encode()})
    expect(page.get_by_text("more than 20,000")).to_be_visible()
    files.set_input_files({"name": f"{WORD}.csv", "mimeType": "text/csv", "buffer": DATA.encode()})
    page.wait_for_url("**surface=own**")


def test_what_is_typed_is_neither_written_nor_logged_nor_seen_by_others(spied, browser, tmp_path):
    ask_everything(spied)
    with visitor(browser, spied.url) as one, visitor(browser, spied.url) as other:
        type_everything(one, spied)
        page = edited(other, spied.url)
        seen = page.content() + page.evaluate("JSON.stringify([hub.race, hub.ground, Object.keys(localStorage)])")
        for path in ("/health", "/_stcore/health", "/_stcore/metrics", "/_stcore/host-config"):
            seen += page.request.get(spied.url + path).text()
    printed = spied.stop()
    assert "KeyError" in printed  # a host learns that there was an error, and where
    assert "tests/spied.py" in printed
    found = {"printed": printed, "seen by another": seen, "written": (tmp_path / "spied").read_text()}
    found |= {str(p): p.read_text(errors="replace") for p in tmp_path.rglob("*") if p.is_file()}
    for where, text in found.items():
        for typed in (NUMBER, NUMBER.split(".")[0], WORD, VALUE):
            assert typed not in text, f"{typed} in {where}: …{text[max(0, text.index(typed) - 300) :][:600]}"
    assert found["written"] == ""
