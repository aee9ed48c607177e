"""The browser's modules and plotly.js, served under a path that changes when they do.

Because the path holds a hash of every module, the browser may keep the files for ever and still never run an old
one. plotly.js is the very file of the installed plotly package: it is neither copied nor inlined.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plotly
from streamlit.components.v2 import component

HERE = Path(__file__).parent
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


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


def mounted(
    name: str, module: str, function: str, html: str = "<span></span>", styles: tuple[str, ...] = ()
) -> Callable[..., Any]:
    """Streamlit's component of that name: these style sheets, and the function of a module that is handed it."""
    css = "\n".join((HERE / style).read_text(encoding="utf-8") for style in styles) or None
    return component(f"steepest_{name}", html=html, css=css, js=loader(module, function), isolate_styles=False)


def modules() -> tuple[str, ...]:
    """The addresses of all JavaScript modules below the route, `stage/map.js` and so on."""
    return tuple(path.relative_to(HERE).as_posix() for path in sorted(HERE.rglob("*.js")))


def assets() -> dict[str, Path]:
    """Every address below the route, and its file: JavaScript and CSS, and nothing else of this folder."""
    found = [path for kind in ("*.js", "*.css") for path in sorted(HERE.rglob(kind))]
    named = {f"{ROUTE}/{path.relative_to(HERE).as_posix()}": path for path in found}
    return named | {f"{ROUTE}/plotly.min.js": PLOTLY}
