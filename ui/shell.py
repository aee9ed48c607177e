"""The page's HTML: Streamlit's own, with the stage's files asked for at once.

Streamlit's page asks for them only when its first message has come. Named in the HTML, they load while it connects,
and plotly.js, which takes the browser half a second to read, is ready when the surface arrives.
"""

from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse

from components.assets import ROUTE, modules

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
END = "</head>"


@cache
def html() -> str:
    """Streamlit's index.html with the files of the stage before the end of its head."""
    page = INDEX.read_text(encoding="utf-8")
    if page.count(END) != 1:
        raise RuntimeError(f"{INDEX} has no one {END}: this version of Streamlit is not known here")
    early = [f'<link rel="modulepreload" href=".{ROUTE}/{module}">' for module in modules()]
    early.append(f'<script defer src=".{ROUTE}/plotly.min.js"></script>')  # after Streamlit's own script
    return page.replace(END, "".join(f"{line}\n  " for line in early) + END)


async def shell(_request: Request) -> HTMLResponse:
    """The page of the race. Never kept by a browser: it names the versions of the files, which are kept for ever."""
    return HTMLResponse(html(), headers={"Cache-Control": "no-cache"})
