"""The page's HTML asks for the stage's files at once, and for nothing that is not there."""

import re

from components.assets import HERE, ROUTE
from ui import shell


def test_every_file_that_is_asked_for_is_there():
    asked = re.findall(rf'="\.{ROUTE}/([^"]+)"', shell.html())
    assert asked.count("plotly.min.js") == 1
    modules = {name for name in asked if name != "plotly.min.js"}
    assert modules == {path.relative_to(HERE).as_posix() for path in HERE.rglob("*.js")}


def test_streamlits_own_page_is_whole():
    ours = rf'  <(link rel="modulepreload"|script defer) (href|src)="\.{ROUTE}/.*\n'
    assert re.sub(ours, "", shell.html()) == shell.INDEX.read_text(encoding="utf-8")
