"""What the panels say of a run is what ran: numbers of updates, Taylor models, columns, traces, for every optimizer."""

import csv
import io
import re
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
import sympy as sp

from experiments import columns, race, record, taylor, typeset, update
from experiments import experiment as edit
from figures.curves import ROLES, Curve, curves
from figures.palette import THEMES
from optimizers import OPTIMIZERS, proof
from surfaces import SURFACES, Surface, h, k, x, y
from tests.arithmetic import value_of

STEPS = (1, 2, 7)
PLACES = ("bounded_saddle", "himmelblau")


def point(one: record.Record, t: int) -> tuple[float, float]:
    a, b = one.theta[t].tolist()
    return a, b


def run(optimizer: str, surface: str, steps: int = 12, **changes) -> record.Record:
    """A racer at the rate of its preset."""
    e = replace(edit.with_steps(edit.first_look(surface), steps), racers=())
    e = replace(edit.added(e, optimizer), **changes)
    return record.record(e, e.racers[0])


def numbers(latex: str) -> np.ndarray:
    """The numbers of a typeset column or number, read back."""
    body = re.sub(r"\\begin{pmatrix}|\\end{pmatrix}", "", latex)
    plain = re.sub(r"10\^\{(-?\d+)\}", r"1e\1", re.sub(r" \\cdot 10\^\{(-?\d+)\}", r"e\1", body))
    return np.array([float(part) for part in re.split(r"\\\\|&", plain)])


# Equations


@pytest.mark.parametrize("surface", PLACES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_numbers_are_the_recorded_states(optimizer, surface):
    one = run(optimizer, surface)
    assert one.count == 13
    for t in STEPS:
        known = update.values(one, t)
        np.testing.assert_allclose(known["theta"][0], one.theta[t], rtol=1e-9, atol=1e-12)
        for name, recorded in proof.fields(one.states[t]).items():
            np.testing.assert_allclose(known[name], recorded, rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("surface", PLACES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_numbers_on_screen_are_the_recorded_ones(optimizer, surface):
    one = run(optimizer, surface)
    for t in STEPS:
        shown = update.update(one, t)
        assert shown.t == t
        assert [line.symbol for line in shown.lines] == [line.symbol for line in proof.lines(one.optimizer)]
        np.testing.assert_allclose(numbers(shown.lines[-1].result), one.theta[t], rtol=5.1e-4, atol=1e-300)
        for line in shown.lines:
            assert "«" not in line.latex
            assert "nan" not in line.latex
            assert line.rule in proof.latex_lines(one.optimizer)[shown.lines.index(line)]
            assert line.latex.count(r"\left") == line.latex.count(r"\right")


@pytest.mark.parametrize("optimizer", ["adam", "nesterov", "swats", "lookahead", "sam"])
def test_noise_clipping_and_schedules_are_in_the_numbers(optimizer):
    e = replace(edit.with_clip(edit.with_noise(edit.default(), 0.3), 1.0), racers=())
    e = edit.with_schedule(edit.added(e, optimizer), 0, "inverse_root")
    one = record.record(e, e.racers[0])
    assert update.seen_as(one) == "noise σ = 0.3 and norm clipped at 1"
    assert one.rate[6] < one.rate[0]
    for t in STEPS:
        known = update.values(one, t)
        np.testing.assert_allclose(known["theta"][0], one.theta[t], rtol=1e-9, atol=1e-12)
        assert known["lr"] == one.rate[t - 1]


def test_a_bracket_that_groups_is_kept():
    line = update.update(run("lookahead", "bounded_saddle"), 7).lines[2]
    assert line.filled.count(r"\left(\begin{pmatrix}") == 1  # alpha times a difference
    assert r"\nabla L\begin{pmatrix}" in update.update(run("adam", "bounded_saddle"), 7).lines[0].filled


def test_before_the_first_update_there_are_symbols_only():
    shown = update.update(run("adam", "bounded_saddle"), 0)
    assert shown.t == 0
    assert shown.values == {}
    assert all(line.filled == line.result == "" for line in shown.lines)
    assert r"\frac{m_{t}}{1 - \beta_1^{t}}" in shown.lines[3].latex


def test_after_a_divergence_the_update_that_left_the_numbers_is_told():
    e = edit.with_hyper(edit.first_look("ravine"), 0, "lr", 2.0)
    one = record.record(e, e.racers[0])
    assert one.diverged_at is not None
    shown = update.update(one, one.steps)
    assert shown.t == one.diverged_at == one.count
    assert np.hypot(*shown.values["theta"][0]) > 1e8


def test_the_python_is_that_of_the_class():
    (outer, text), (inner, below) = update.sources(OPTIMIZERS["lookahead"]())
    assert outer == "Lookahead"
    assert text.startswith("def step(self, theta, loss, state, lr):\n    t = state.t + 1")
    assert inner == "Gradient descent"
    assert "loss.gradient(theta)" in below


@pytest.mark.parametrize(
    ("value", "latex", "html"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (-1.5, "-1.5", "−1.5"),
        (0.00123456, "0.001235", "0.001235"),
        (12345.6, "12350", "12350"),
        (99999.9, "10^{5}", "1·10<sup>5</sup>"),
        (-2.5e-7, r"-2.5 \cdot 10^{-7}", "−2.5·10<sup>−7</sup>"),
        (1e300, "10^{300}", "1·10<sup>300</sup>"),
        (np.inf, r"\infty", "∞"),
        (np.nan, r"\text{undefined}", "undefined"),
    ],
)
def test_numbers_are_written_in_four_digits(value, latex, html):
    assert typeset.latex(value) == latex
    assert typeset.html(value) == html


def test_many_numbers_are_written_as_each_is():
    rng = np.random.default_rng(3)
    odd = [
        0.0,
        -0.0,
        1e-3,
        9.9994e-4,
        9.9996e-4,
        9998.5,
        9999.49,
        9999.5,
        12345,
        99994.9,
        99995,
        1e300,
        np.inf,
        -np.inf,
    ]
    some = np.append(rng.normal(size=2000) * 10.0 ** rng.uniform(-9, 9, 2000), odd)
    assert typeset.html_each(some) == [typeset.html(value) for value in some]
    assert typeset.html_each(np.array([np.nan, -1.5])) == ["", "−1.5"]
    assert typeset.html_each(some[:0]) == []


def test_what_the_race_ran_the_panels_do_not_run_again(monkeypatch):
    e = edit.with_panels(edit.with_start(edit.default(), 0.123, 0.456), ["equations"])
    ran = race.race(e)
    monkeypatch.setattr(race, "run", pytest.fail)
    for racer, raced in ran:
        one = record.record(e, racer)
        np.testing.assert_array_equal(one.theta, raced.trajectory.theta[:, 0])
        assert len(one.states) == e.steps + 1
        assert raced.trajectory.states == ()  # of old races they would take room


def test_with_and_without_panels_a_race_is_the_same():
    e = edit.added(edit.with_start(edit.default(), 0.321, 0.654), "swats")
    plain, explained = race.race(e), race.race(edit.with_panels(e, ["equations"]))
    for (racer, one), (_, other) in zip(plain, explained, strict=True):
        np.testing.assert_array_equal(one.trajectory.theta, other.trajectory.theta)
        assert one.events == other.events, racer


def test_the_curves_are_such_as_plotly_takes():
    one = run("adam", "rosenbrock")
    shown = [
        Curve("v<sub>x</sub>", column.values, role) for column, role in zip(columns.columns(one), ROLES, strict=False)
    ]
    for theme in THEMES:
        figure = curves(shown, steps=one.steps, slot=3, theme=theme, em=16.0).to_dict()
        checked = go.Figure(figure).to_dict()  # raises where it would take no such thing
        assert checked["layout"] | {"template": {}} == figure["layout"]
        assert len(checked["data"]) == len(shown)


# Taylor


def polynomial(latex: str, at: tuple[float, float]) -> float:
    """A displayed model evaluated at a point."""
    text = latex.split("&=")[1].replace(r"\end{aligned}", "").replace(r"\\ &\quad", "")
    text = re.sub(r"(\S+) \\cdot 10\^\{(-?\d+)\}", r"\1e\2", text)
    text = re.sub(r"10\^\{(-?\d+)\}", r"1e\1", text)
    text = re.sub(r"\^\{(\d)\}", r"**\1", text).replace(r" \, ", "*")
    text = re.sub(r"([)\dxy]) (?=[(xy])", r"\1*", text)
    return value_of(text, {"x": at[0], "y": at[1]})


@pytest.mark.parametrize("name", SURFACES)
def test_the_displayed_models_are_the_series(name):
    surface = SURFACES[name]
    at = surface.starts[0]
    model = taylor.model(surface, at)
    width = surface.bounds[0][1] - surface.bounds[0][0]
    for order, text in ((1, model.first), (2, model.second)):
        expr = surface.taylor(at, order)
        for dx, dy in ((0.1, 0.2), (-0.3, 0.05), (0.0, 0.0)):
            offsets = {h: dx * width, k: dy * width}
            terms = [abs(float(term.subs(offsets))) for term in sp.Add.make_args(expr)]
            shown = polynomial(text, (at[0] + dx * width, at[1] + dy * width))
            slack = 1e-3 * sum(terms)  # of four digits in the coefficients and in the point
            slack += 1e-3 * sum(abs(c) for c in at) * np.abs(surface.gradient(np.array(at))).sum()
            assert shown == pytest.approx(float(expr.subs(offsets)), abs=slack)


@pytest.mark.parametrize("name", ["rosenbrock", "ackley", "two_wells", "bowl"])
def test_predictions_are_the_models_at_the_next_point(name):
    one = run("adam", name, steps=20)
    foreseen = taylor.predictions(one)
    assert len(foreseen.actual) == 20
    for t in (0, 3, 19):
        d = one.theta[t + 1] - one.theta[t]
        for order, predicted in ((1, foreseen.first), (2, foreseen.second)):
            c = one.surface.taylor_coefficients(point(one, t), order)
            expected = np.polynomial.polynomial.polyval2d(d[0], d[1], c) - c[0, 0]
            assert predicted[t] == pytest.approx(expected, rel=1e-9, abs=1e-12)
        assert foreseen.actual[t] == one.loss[t + 1] - one.loss[t]
    if name == "bowl":  # a quadratic: the second order is exact
        np.testing.assert_allclose(foreseen.second, foreseen.actual, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("scale", [1.0, 1e-200, 1e300])
def test_eigenvectors_are_eigenvectors(scale):
    matrix = np.array([[2.0, -1.5], [-1.5, -0.5]])
    (low, high), vectors = taylor.eigen(matrix * scale)
    assert low < high
    for number, vector in zip((low / scale, high / scale), np.array(vectors), strict=True):
        assert np.hypot(*vector) == pytest.approx(1)
        np.testing.assert_allclose(matrix @ vector, number * vector, rtol=1e-12, atol=1e-12)
    assert taylor.eigen(np.zeros((2, 2)))[0] == (0.0, 0.0)


@pytest.mark.parametrize("name", [name for name, s in SURFACES.items() if s.minima and not s.kinks])
def test_the_minima_are_called_minima(name):
    surface = SURFACES[name]
    for at in surface.minima:
        assert taylor.model(surface, at).kind.startswith("a minimum")


MAXIMUM = Surface(
    id="hill",
    name="Hill",
    group="Many minima",
    expr=-(x**2) - y**2,
    bounds=((-1.0, 1.0), (-1.0, 1.0)),
    minima=(),
    starts=((0.5, 0.5),),
    teaches="It exists for this test.",
    source="The tests.",
)


@pytest.mark.parametrize(
    ("surface", "at", "kind"),
    [
        (SURFACES["saddle"], (0.0, 0.0), "a saddle"),
        (SURFACES["bounded_saddle"], (1.6, 0.001), "a slope"),
        (MAXIMUM, (0.0, 0.0), "a maximum"),
        (SURFACES["monkey_saddle"], (0.0, 0.0), "a plateau"),
        (SURFACES["easom"], (-3.0, -3.0), "a plateau"),
        (replace(MAXIMUM, expr=x**2 - y**2 / 10000), (0.0, 0.0), "almost level"),
    ],
)
def test_kinds_of_points(surface, at, kind):
    assert taylor.model(surface, at).kind.startswith(kind)


# Columns and traces


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_columns_hold_the_run_and_every_state(optimizer):
    one = run(optimizer, "bounded_saddle")
    found = {column.name: column for column in columns.columns(one)}
    names = [name for name in found if not name.startswith(("theta", "loss", "gradient", "rate"))]
    recorded = proof.fields(one.states[7])
    assert len(names) == sum(np.size(value) for value in recorded.values())
    for name, value in recorded.items():
        flat = [column.values[7] for key, column in found.items() if re.fullmatch(rf"{name}(_[xy](_\d+)?)?", key)]
        np.testing.assert_array_equal(flat, np.ravel(value))
    np.testing.assert_array_equal(found["theta_y"].values, one.theta[:, 1])
    np.testing.assert_array_equal(found["loss"].values, one.loss)
    assert found["rate"].values[1] == one.rate[0]
    for column in found.values():
        assert not set(typeset.symbol(column.latex)) & set("\\{}^_$")


@pytest.mark.parametrize("optimizer", ["adam", "nadam", "swats", "adagrad_window", "lookahead"])
def test_the_csv_reads_back_exactly(optimizer):
    one = run(optimizer, "rosenbrock")
    header, *rows = csv.reader(io.StringIO(columns.to_csv(one)))
    shown = columns.columns(one)
    assert header == ["step", *(column.name for column in shown)]
    assert [int(row[0]) for row in rows] == list(range(one.count))
    for i, column in enumerate(shown, start=1):
        back = [float(row[i]) if row[i] else np.nan for row in rows]
        np.testing.assert_array_equal(back, column.values)


@pytest.mark.parametrize("surface", PLACES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_traces_are_the_lines_of_the_updates(optimizer, surface):
    one = run(optimizer, surface)
    traces = columns.traces(one)
    lines = {columns._bare(line.symbol): line.name for line in proof.lines(one.optimizer)}
    for trace in traces[:-1]:
        if trace.latex.startswith((r"\sqrt", r"\eta /")):
            continue
        for t in STEPS:
            told = np.ravel(update.values(one, t)[lines[trace.latex]])
            shown = [column.values[t] for column in trace.columns]
            np.testing.assert_allclose(shown, told, rtol=1e-9, atol=1e-12, err_msg=trace.latex)
    for trace in traces:
        assert not set(typeset.symbol(trace.columns[0].latex)) & set("\\{}^_$")
    sharpness = traces[-1]
    assert sharpness.columns[0].values[3] == pytest.approx(np.linalg.eigvalsh(one.hessian[3])[1])
    assert sharpness.limit
    assert sharpness.limit.values[3] == 2 / one.rate[3]


@pytest.mark.parametrize(
    ("optimizer", "rates"),
    [
        ("gradient_descent", set()),
        ("momentum", set()),
        ("adagrad", {r"\eta / \sqrt{r_{t}}"}),
        ("adagrad_window", {r"\eta / \sqrt{r_{t}}"}),
        ("rmsprop", {r"\eta / \sqrt{v_{t}}"}),
        ("adadelta", {r"\eta / \sqrt{v_{t}}"}),
        ("adam", {r"\eta / \sqrt{\hat{v}_{t}}"}),
        ("amsgrad", {r"\eta / \sqrt{\hat{v}_{t}}"}),
    ],
)
def test_effective_rates_are_those_by_which_the_rule_divides(optimizer, rates):
    one = run(optimizer, "bounded_saddle")
    found = {trace.latex: trace for trace in columns.traces(one) if trace.latex.startswith(r"\eta /")}
    assert set(found) == {columns._bare(rate) for rate in rates}
    for trace in found.values():
        root = next(t for t in columns.traces(one) if t.latex == trace.latex.removeprefix(r"\eta / "))
        for column, below in zip(trace.columns, root.columns, strict=True):
            np.testing.assert_allclose(column.values[1:], one.rate / below.values[1:], rtol=1e-12)


# What a panel cannot show, it says


def odd(expr: sp.Expr, start: tuple[float, float], **more) -> record.Record:
    surface = replace(MAXIMUM, expr=expr, id=f"odd {expr}", **more)
    e = replace(edit.default(), surface=surface, start=start)
    return record.record(e, e.racers[3])


def everything(one: record.Record) -> tuple[update.Update, taylor.Model]:
    """All that the panels ask for, at the first, a middle and the last step; the last update, the first model."""
    for step in (0, 1, 60, 120):
        for line in update.update(one, step).lines:
            assert "nan" not in line.latex
    columns.to_csv(one)
    columns.traces(one)
    taylor.predictions(one)
    taylor.symbols(one.surface)
    return update.update(one, 120), taylor.model(one.surface, point(one, 0))


def test_a_loss_that_is_not_defined_at_the_start():
    one = odd(sp.log(x) + y**2, (-1.0, 0.5))
    assert one.count == 0
    shown = update.update(one, 60)
    assert shown.t == 0
    assert shown.lines[0].filled == ""
    assert columns.to_csv(one).count("\n") == 1
    assert all(len(column.values) == 0 for trace in columns.traces(one) for column in trace.columns)


def test_a_gradient_that_is_not_finite_at_the_start():
    _, model = everything(odd(sp.sqrt(x) + y**2, (0.0, 0.5)))
    assert "gradient is not finite" in model.lacks[0]
    assert not model.first


def test_a_hessian_that_is_not_finite():
    _, model = everything(odd(sp.Abs(x) ** sp.Rational(3, 2) + y**2, (0.0, 0.5)))
    assert "Hessian is not finite" in model.lacks[0]
    assert model.first
    assert not model.second
    assert model.eigenvalues == ()


def test_a_kink():
    model = taylor.model(SURFACES["ackley"], (0.0, 0.0))
    assert "kink" in model.lacks[0]
    assert not model.kind


def test_a_flat_surface():
    one = odd(sp.Integer(3) + 0 * x, (0.5, 0.5))
    shown, model = everything(one)
    assert model.kind.startswith("a plateau")
    assert model.round
    assert shown.t == 120
    assert (one.theta == 0.5).all()


@pytest.mark.parametrize("factor", ["1e300", "1e-300"])
def test_a_surface_of_enormous_range(factor):
    _, model = everything(odd(sp.Float(factor) * (x**2 + 3 * y**2), (0.5, 0.5)))
    assert len(model.eigenvalues) == 2
    assert np.isfinite(model.eigenvalues).all()


def test_a_point_far_outside_the_map():
    _, model = everything(odd(x**2 + y**2, (3.9, -3.9)))
    assert model.kind == "a slope"


def test_a_racer_that_diverges_at_step_1():
    e = edit.with_hyper(edit.with_start(edit.first_look("goldstein_price"), 8, 8), 0, "lr", 2.0)
    one = record.record(e, e.racers[0])
    assert one.diverged_at == 1
    assert one.count == 1
    shown, model = everything(one)
    assert shown.t == 1
    assert model.kind == "a slope"
    assert len(taylor.predictions(one).actual) == 0


def test_no_racer_is_followed_where_none_is_on():
    e = edit.default()
    assert record.followed(e, 2) == e.racers[2]
    assert record.followed(e, None) == e.racers[0]
    assert record.followed(edit.toggled(e, 2), 2) == e.racers[0]
    assert record.followed(replace(e, racers=()), 0) is None
