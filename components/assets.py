"""The browser's modules and plotly.js, served by this process under a path that changes when they do.

Because the path holds a hash of every module, the browser may keep the files for ever and still never run an old
one. plotly.js is the very file of the installed plotly package: it is neither copied nor inlined.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path

import plotly
from plotly.offline import get_plotlyjs
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

HERE = Path(__file__).parent
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def _version() -> str:
    digest = hashlib.sha256(plotly.__version__.encode())
    for path in sorted(HERE.rglob("*.js")) + sorted(HERE.rglob("*.css")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


ROUTE = f"/assets/{_version()}"


def loader(module: str, function: str) -> str:
    """The few lines of JavaScript that a component sends: import `module` and hand it the component."""
    return f"""
const module = import(new URL("{ROUTE[1:]}/{module}", document.baseURI));
export default function (component) {{
  let leave = null, left = false;
  module.then((m) => {{ if (!left) leave = m.{function}(component); }});
  return () => {{ left = true; if (leave) leave(); }};
}}
"""


def modules() -> tuple[str, ...]:
    """The addresses of all JavaScript modules below the route, `stage/map.js` and so on."""
    return tuple(path.relative_to(HERE).as_posix() for path in sorted(HERE.rglob("*.js")))


class AssetFiles(StaticFiles):
    """The JavaScript and CSS below `components/`, and nothing else of it."""

    def __init__(self) -> None:
        super().__init__(directory=HERE)

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not path.endswith((".js", ".css")):
            return Response(status_code=404)
        response = await super().get_response(path, scope)
        response.headers.update(FOREVER)
        return response


@cache
def plotly_gzipped() -> bytes:
    """plotly.min.js, compressed once a process."""
    return gzip.compress(get_plotlyjs().encode(), 6)


def plotly_script(_request: Request) -> Response:
    """Serve plotly.min.js."""
    headers = {**FOREVER, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(plotly_gzipped(), media_type="text/javascript", headers=headers)
