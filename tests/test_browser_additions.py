"""Adding an optimizer or a surface is one file or entry and one line in the list; everything else follows."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsing import middle, opened, visitor
from tests.conftest import ROOT, Server

pytestmark = pytest.mark.browser

OPTIMIZER = r'''"""Halfway: gradient descent with half the rate. It exists for this test.

Source: the tests.
"""

from dataclasses import dataclass
from typing import NamedTuple

from optimizers.core import Equation, Optimizer, hyper


class HalfwayState(NamedTuple):
    t: int  # updates applied so far


@dataclass(frozen=True, kw_only=True)
class Halfway(Optimizer):
    id, name, family = "halfway", "Halfway", "gradient descent"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 2.0, scale="log", help="Step size.")

    def init(self, theta):
        return HalfwayState(t=0)

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        return theta - lr * g / 2, HalfwayState(state.t + 1)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.theta, s.theta_prev - s.lr * s.g / 2, "half a step", glyph="point"),
        )
'''

SURFACE = """

TILTED = Surface(
    id="tilted",
    name="Tilted bowl",
    group="Bowls and ravines",
    expr=x**2 + y**2 + x * y / 2,
    bounds=((-2.0, 2.0), (-2.0, 2.0)),
    minima=((0.0, 0.0),),
    starts=((1.5, 1.0),),
    teaches="It exists for this test.",
    source="The tests.",
)


def odd(id, expr, start):
    bounds = ((-1.0, 1.0), (-1.0, 1.0))
    return Surface(
        id=id, name=id, group="Bowls and ravines", expr=expr, bounds=bounds, minima=(), starts=(start,),
        teaches="It exists for this test.", source="The tests.",
    )


FLAT = odd("flat", sp.Integer(3), (0.5, 0.5))
ENORMOUS = odd("enormous", sp.Float("1e300") * (x**2 + 3 * y**2), (0.5, 0.5))
ROUGH = odd("rough", sp.Abs(x) ** sp.Rational(3, 2) + y**2, (0.0, 0.5))
HALF = odd("half", sp.log(x) + y**2, (-0.5, 0.5))
"""

ODD = {  # what the panels say of surfaces that no page has
    "FLAT": ("a plateau: level, and hardly curved", "the curvature is the same in every direction"),
    "ENORMOUS": (
        "Step 1 left the numbers",
        "Diverged at step 1: the last finite row is 0",
        "Its last finite point",
        "are not drawn.",
    ),
    "ROUGH": ("The Hessian is not finite at this point: no second-order model, no eigenvalues.",),
    "HALF": (
        "The loss is not defined at this start, so no update can be told in numbers.",
        "The loss is not defined at this start, so there is nothing to expand.",
        "The loss is not defined at this start: the run has no numbers.",
        "The loss is not defined at this start: there is nothing to trace.",
    ),
}


def with_line(path: Path, before: str, line: str) -> None:
    """Put a line before the first one that contains `before`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    index = next(i for i, text in enumerate(lines) if before in text)
    path.write_text("\n".join([*lines[:index], line, *lines[index:], ""]), encoding="utf-8")


@pytest.fixture(scope="module")
def enlarged(tmp_path_factory):
    """A copy of the app with one more optimizer and a few more surfaces."""
    app = tmp_path_factory.mktemp("enlarged") / "app"
    parts = ("app.py", "sympy_lock.py", ".streamlit", "pages", "ui", "components", "figures", "experiments")
    for part in (*parts, "optimizers", "surfaces"):
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, app / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            app.mkdir(exist_ok=True)
            shutil.copy(source, app / part)
    (app / "optimizers" / "halfway.py").write_text(OPTIMIZER, encoding="utf-8")
    with_line(app / "optimizers" / "__init__.py", '"momentum": ', '    "halfway": Halfway,')
    with_line(app / "optimizers" / "__init__.py", "from optimizers.", "from optimizers.halfway import Halfway")
    bowls = app / "surfaces" / "bowls.py"
    bowls.write_text(f"import sympy as sp\n{bowls.read_text(encoding='utf-8')}{SURFACE}", encoding="utf-8")
    for name in ("TILTED", *ODD):
        with_line(app / "surfaces" / "__init__.py", '"ravine": ', f'    "{name.lower()}": {name},')
        with_line(app / "surfaces" / "__init__.py", "from surfaces.", f"from surfaces.bowls import {name}")
    server = Server(app)
    server.wait()
    yield server
    assert "Traceback" not in server.stop()


def test_a_new_optimizer_and_a_new_surface_are_on_the_page(enlarged, browser):
    with visitor(browser, enlarged.url) as page:
        opened(page, enlarged.url)
        page.get_by_label("Add a racer").select_option("halfway")
        page.wait_for_function("hub.race.runs.some((run) => run.name === 'Halfway')")
        expect(page.get_by_label("Halfway: Step size.", exact=True)).to_be_visible()
        page.get_by_role("combobox", name="Surface").click()
        page.keyboard.type("Tilted")
        page.keyboard.press("Enter")
        page.wait_for_function("hub.ground.key === 'tilted' && hub.race.ground === 'tilted'")
        assert page.evaluate("hub.race.start") == [1.5, 1.0]


@pytest.mark.parametrize("name", ODD)
def test_every_panel_says_what_is_true_of_an_odd_surface(enlarged, browser, name):
    with visitor(browser, enlarged.url, viewport={"width": 1600, "height": 900}) as page:
        panels = "panels=equations+taylor+numbers+traces"
        step = 0 if name == "ROUGH" else 60
        view = "both" if name in ("FLAT", "ENORMOUS") else "map"
        opened(page, f"{enlarged.url}/?surface={name.lower()}&view={view}&step={step}&chosen=0&{panels}")
        page.locator(f".steepest-stage {'.ring' if view == 'both' else '.start'}").wait_for(state="visible")
        for heading in ("Traces", "Update equations", "Taylor expansion", "Numbers"):
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
        for said in ODD[name]:
            expect(page.get_by_text(said)).to_be_visible()
        assert page.locator(".katex-error").count() == 0
        x, y = middle(page, ".steepest-stage .map .plot")
        page.mouse.click(x + 30, y - 20)  # and it goes on
        page.wait_for_function("hub.race.start[0] > 0.01 && hub.playing")
        page.wait_for_function("hub.time > 0.5")
