"""The page's HTML: Streamlit's own, with everything that the race will need asked for at once.

Streamlit's page asks for a part when a message has come that needs it, and for the parts of that one when it is
there. Named in the HTML, all of them load while it connects. plotly.js, which takes the browser half a second to read,
comes last: it is read while the server answers. (Before Streamlit's own script, it would keep that from connecting.)
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse

from components.assets import ROUTE, modules
from ui.files import STATIC

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
END = "</head>"
SCRIPTS = STATIC / "js"
LATER = ("BidiComponent", "Selectbox", "Button", "ButtonGroup", "rehype-katex")  # Streamlit's, on the race's page
IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


class Unknown(RuntimeError):
    """This version of Streamlit is built in another way than the one that this module knows."""


@cache
def html() -> str:
    """Streamlit's index.html with the files of the race before the end of its head."""
    page = INDEX.read_text(encoding="utf-8")
    if page.count(END) != 1:
        raise Unknown(f"{INDEX} has no one {END}")
    addresses = [f"./static/js/{name}" for name in parts() if f"/{name}" not in page]
    addresses += [f".{ROUTE}/{module}" for module in modules()]
    early = [f'<link rel="modulepreload" href="{address}">' for address in addresses]
    early.append(f'<script defer src=".{ROUTE}/plotly.min.js"></script>')
    return page.replace(END, "".join(f"{line}\n  " for line in early) + END)


def parts() -> tuple[str, ...]:
    """Streamlit's modules for LATER, with all that they import."""
    found: dict[str, None] = {}  # in the order in which they are met
    names = [_built(name) for name in LATER]
    while names:
        name = names.pop(0)
        if name not in found:
            found[name] = None
            names += _imported(SCRIPTS / name)
    return tuple(found)


def _built(name: str) -> str:
    """The file of one of Streamlit's modules, whose name ends in a hash."""
    files = list(SCRIPTS.glob(f"{name}.*.js"))
    if len(files) != 1:
        raise Unknown(f"{SCRIPTS} has no one {name}")
    return files[0].name


def _imported(script: Path) -> Iterable[str]:
    return IMPORTED.findall(script.read_text(encoding="utf-8"))


async def shell(_request: Request) -> HTMLResponse:
    """The page of the race. Never kept by a browser: it names the versions of the files, which are kept for ever."""
    return HTMLResponse(html(), headers={"Cache-Control": "no-cache"})
