"""The panels without a browser: each opens for every optimizer and every surface, and says so where it cannot show."""

from dataclasses import replace
from typing import Any

import pytest
import sympy as sp
from streamlit.testing.v1 import AppTest

from experiments import experiment as edit
from experiments.experiment import PANELS
from optimizers import OPTIMIZERS
from surfaces import SURFACES, x, y
from tests.test_explain import MAXIMUM
from tests.test_pages import page
from ui import work
from ui.state import Standing

ALL = " ".join(PANELS)
HEADINGS = ["Traces", "Update equations", "Taylor expansion", "Numbers"]


@pytest.fixture(autouse=True)
def _no_run_takes_too_long(monkeypatch):
    monkeypatch.setattr(work, "PATIENCE", 60)


def headings(app: AppTest) -> list[str]:
    return [header.value.partition(" $")[0] for header in app.header]


def text(app: AppTest) -> str:
    assert not app.exception
    parts: list[Any] = [*app.markdown, *app.get("html")]
    return "\n".join(getattr(part, "body", None) or part.value for part in parts)


def test_nothing_is_open_at_first():
    app = page()
    assert not app.header
    assert app.pills(key="panels").value == []


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_panel_opens_for_every_optimizer(optimizer):
    app = page(panels=ALL, racer=optimizer, step="7")
    told = text(app)
    assert headings(app) == HEADINGS
    assert r"$\theta_{6} \to \theta_{7}$" in app.header[1].value
    assert f"<b>{OPTIMIZERS[optimizer].name}</b>step 7 of 120" in told
    assert "def step(self, theta, loss, state, lr):" in app.code[0].value
    assert '<tr aria-current="step"><th scope="row">7</th>' in told
    assert app.pills(key="trace").options


@pytest.mark.parametrize("surface", SURFACES)
def test_every_panel_opens_for_every_surface(surface):
    for step in ("0", "50"):
        app = page(panels=ALL, surface=surface, step=step)
        told = text(app)
        assert headings(app) == HEADINGS
        assert "T_{2}(x, y)" in told
        assert not app.warning


def test_the_switches_open_and_close_and_travel_in_the_link():
    app = page(panels="taylor")
    assert headings(app) == ["Taylor expansion"]
    app.pills(key="panels").set_value(["numbers", "equations"]).run()
    assert headings(app) == ["Update equations", "Numbers"]
    assert app.session_state["session"].experiment.panels == ("equations", "numbers")
    app.pills(key="panels").set_value([]).run()
    assert not app.header


def test_the_point_of_the_expansion_has_a_name_that_no_dial_has():
    told = text(page(panels="taylor", surface="formula a~2.0", formula="(1-x)^2 + a*(y-x^2)^2 + b", step="3"))
    assert r"$\theta_{3} = (" in told
    assert r"\nabla f(\theta_{3}) = " in told
    assert r"\nabla^2 f(\theta_{3}) = " in told
    assert "a, b" not in told


def test_another_trace_is_chosen():
    app = page(panels="traces", racer="adam", step="7")
    assert app.pills(key="trace").value == "m"
    app.pills(key="trace").set_value(r"\lambda_{\max}").run()
    assert not app.exception
    assert app.pills(key="trace").value == r"\lambda_{\max}"
    app.session_state["session"].experiment = edit.first_look("bowl")
    app.session_state["session"].experiment = replace(edit.first_look("bowl"), panels=("traces",))
    app.run()
    assert not app.exception


def test_the_panels_follow_the_chosen_racer_if_it_is_on():
    assert "<b>RMSProp</b>" in text(page(panels="numbers", chosen="2"))
    assert "<b>Gradient descent</b>" in text(page(panels="numbers"))
    assert "<b>Adam</b>" in text(page(panels="numbers", chosen="0", racer=["momentum off", "adam"]))


def shown(surface=None, start=(0.5, 0.5), racer: int | None = 3, step: int = 0, rate: float | None = None) -> str:
    """What all panels say of a race that no link can hold."""
    app = page(panels=ALL)
    one = app.session_state["session"]
    e = replace(one.experiment, start=start, surface=surface or one.experiment.surface)
    e = replace(e, racers=() if racer is None else (e.racers[racer],))
    one.experiment = e if rate is None else edit.with_rate_for_all(e, rate)
    one.standing = Standing(step=step, chosen=racer)
    app.run()
    return text(app)


def odd(expr: sp.Expr):
    return replace(MAXIMUM, expr=expr, id=f"odd {expr}")


def test_no_racer_at_all():
    assert "No racer is on." in shown(racer=None)


def test_a_loss_that_is_not_defined_at_the_start():
    told = shown(odd(sp.log(x) + y**2), (-1.0, 0.5), step=60)
    assert told.count("The loss is not defined at this start") == 4
    assert r"\nabla L" in told  # the rules stand there all the same


def test_a_gradient_or_a_hessian_that_is_not_finite():
    assert "gradient is not finite" in shown(odd(sp.sqrt(x) + y**2), (0.0, 0.5))
    assert "Hessian is not finite" in shown(odd(sp.Abs(x) ** sp.Rational(3, 2) + y**2), (0.0, 0.5))


def test_a_kink():
    assert "kink" in shown(SURFACES["ackley"], (0.0, 0.0))


def test_a_flat_surface():
    told = shown(odd(sp.Integer(3) + 0 * x), step=60)
    assert "a plateau" in told
    assert r"\lambda_1 = \lambda_2 = 0" in told


@pytest.mark.parametrize("factor", ["1e300", "1e-300"])
@pytest.mark.parametrize("step", [0, 120])
def test_a_surface_of_enormous_range(factor, step):
    assert "T_{2}(x, y)" in shown(odd(sp.Float(factor) * (x**2 + 3 * y**2)), step=step)


def test_a_racer_that_diverged():
    told = shown(SURFACES["goldstein_price"], (8.0, 8.0), racer=0, step=50, rate=2.0)
    assert "Step 1 left the numbers" in told
    assert "Its last finite point" in told
    assert "Diverged at step 1" in told


def test_a_point_far_outside_the_map():
    assert "T_{2}(x, y)" in shown(start=(7.9, -7.9))
