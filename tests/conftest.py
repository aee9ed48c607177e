"""The running app and a real browser, for the tests marked `browser`. Where Chromium is missing they fail, not skip."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browsing import PATIENCE, Kept, visitor

settings.register_profile("steepest", deadline=None)  # a busy machine is no failure
settings.load_profile("steepest")
expect.set_options(timeout=PATIENCE)  # nor a browser that shares it

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The system's Chromium; STEEPEST_CHROMIUM names another one."""
    names = (os.environ.get("STEEPEST_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        pytest.fail("No Chromium found: install the package chromium, or name one in STEEPEST_CHROMIUM.")
    return found


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """The app as the README starts it, on a port of its own; `module` stands in for Streamlit's command."""

    def __init__(self, folder: Path = ROOT, module: str = "streamlit", script: str = "app.py", **env: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, "run", script, "--server.port", str(self.port)],
            cwd=folder,
            env=os.environ | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )

    def wait(self, health: str = "/health") -> None:
        end = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}{health}", timeout=2) as answer:
                    if answer.read() == b"ok":
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        pytest.fail(f"The app did not start:\n{self.stop()}")

    def stop(self) -> str:
        """End the process; what it printed."""
        self.process.terminate()
        try:
            out, _ = self.process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, _ = self.process.communicate()
        return out.decode(errors="replace")


@pytest.fixture(scope="session", autouse=True)
def _packages_are_scanned_once() -> Iterator[None]:
    """For every run of an AppTest Streamlit searches all installed packages for components: half of a page's time."""
    if "streamlit.testing.v1" not in sys.modules:  # none is about to run
        yield
        return
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    one = Server()
    one.wait()
    yield one
    printed = one.stop()
    assert "Traceback" not in printed, printed


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as p:
        one = p.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield one
        one.close()


@pytest.fixture
def watched(server: Server, browser: Browser) -> Iterator[Page]:
    """A page on a desktop screen; at the end its console must be empty and no request have left the server."""
    with visitor(browser, server.url) as page:
        yield page


@pytest.fixture(scope="module")
def _one_page(server: Server, browser: Browser) -> Iterator[Kept]:
    one = Kept(browser, server.url)
    yield one
    one.close()


@pytest.fixture
def kept(_one_page: Kept, request: pytest.FixtureRequest) -> Iterator[Kept]:
    """One page for the tests of a file, see `Kept`, held to the same as `watched`; after a failure a new one."""
    failures = request.session.testsfailed
    yield _one_page
    heard = _one_page.heard()
    if request.session.testsfailed > failures:
        _one_page.close()
    assert heard == []
