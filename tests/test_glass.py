"""A step under the glass: what its sub-frames say is what `step` did, for every optimizer."""

import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
import sympy as sp

from experiments import experiment as edit
from experiments import glass
from experiments.mathml import mathml
from experiments.record import Record, record
from experiments.settings import new_optimizer
from optimizers import OPTIMIZERS, Optimizer, proof
from optimizers.parts import parts
from surfaces import SURFACES, x, y

STEPS = (1, 2, 7, 60)
INNER = {
    "lookahead of adam": ("lookahead", "adam"),
    "sam of nesterov": ("sam", "nesterov"),
    "lookahead of momentum": ("lookahead", "momentum_v"),
}
ALL = [*OPTIMIZERS, *INNER]


def rule(name: str) -> Optimizer:
    if name in INNER:
        outer, inner = INNER[name]
        return replace(new_optimizer(outer), inner=new_optimizer(inner))  # type: ignore[call-arg]
    return new_optimizer(name)


def run(name: str, surface: str = "bounded_saddle", noise: float = 0.0) -> Record:
    e = edit.with_noise(edit.first_look(surface), noise)
    optimizer = rule(name)
    if name not in INNER:
        optimizer = edit.with_surface(replace(e, racers=(replace(e.racers[0], optimizer=optimizer),)), surface)
        optimizer = optimizer.racers[0].optimizer
    return record(e, replace(e.racers[0], optimizer=optimizer))


@pytest.mark.parametrize("surface", ["bounded_saddle", "rosenbrock"])
@pytest.mark.parametrize("noise", [0.0, 0.3])
@pytest.mark.parametrize("name", ALL)
def test_sub_frames_are_what_step_did(name, noise, surface):
    one = run(name, surface, noise)
    for asked in STEPS:
        shown = glass.opened(one, asked)
        assert shown
        t = shown.t  # an earlier one where the run ended by then
        theta, state = one.optimizer.step(
            one.theta[None, t - 1], one.seen(t), one.states[t - 1], float(one.rate[t - 1])
        )
        frames = {frame.name: frame for frame in shown.frames}
        slack = 1e-12 * max(1.0, float(np.abs(theta).max()), float(np.abs(theta - one.theta[t - 1]).max()))
        np.testing.assert_allclose(shown.end, theta[0], rtol=1e-12, atol=slack)
        assert shown.frames[-1].value == shown.end
        for field, value in proof.fields(state).items():
            np.testing.assert_allclose(frames[field].value, np.ravel(value), rtol=1e-12, atol=1e-15)
        before = {f"{key}_prev": value for key, value in proof.fields(one.states[t - 1]).items()}
        for frame in shown.frames:
            if frame.before is not None:
                np.testing.assert_array_equal(frame.before, np.ravel(before[f"{frame.name}_prev"]))


@pytest.mark.parametrize("name", ALL)
def test_the_terms_of_a_line_add_up_to_it(name):
    one = run(name)
    for t in STEPS:
        loss, known = one.seen(t), glass.values(one, t)
        for line, terms in parts(one.optimizer).items():
            holding = [part.value(loss, known) for part in terms if part.holds(loss, known)]
            assert holding
            total = sum(holding, np.zeros_like(known[line]))
            slack = 1e-12 * max(float(np.abs(term).max()) for term in holding)
            np.testing.assert_allclose(total, known[line], rtol=1e-12, atol=slack)


@pytest.mark.parametrize("name", ALL)
def test_arrows_lead_from_where_a_quantity_hangs_to_its_end(name):
    for t in STEPS:
        shown = glass.opened(run(name), t)
        assert shown
        for frame in shown.frames:
            if not frame.arrows:
                continue
            total = np.sum([(arrow.x, arrow.y) for arrow in frame.arrows], axis=0)
            if frame.glyph in ("point", "ghost"):
                total = total + frame.at
            slack = 1e-12 * max(abs(arrow.x) + abs(arrow.y) for arrow in frame.arrows) + 1e-15
            np.testing.assert_allclose(total, frame.value, rtol=1e-12, atol=slack)


@pytest.mark.parametrize("name", ALL)
def test_everything_that_is_shown_can_be_typeset_and_told(name):
    shown = glass.opened(run(name), 7)
    assert shown
    lines = [frame.line for frame in shown.frames]
    assert sorted(set(lines)) == list(range(len(proof.lines(rule(name)))))
    assert lines == sorted(lines)
    for frame in shown.frames:
        assert frame.says[0].isupper()
        assert frame.says.endswith(".")
        for latex in (frame.symbol, frame.rule, frame.filled, frame.result, *(arrow.latex for arrow in frame.arrows)):
            text = "".join(ElementTree.fromstring(mathml(latex)).itertext())
            assert not set(text) & set("\\&#")
        for used in frame.uses:
            assert used in {f.name for f in shown.frames} or used not in {x.name for x in proof.lines(rule(name))}


# What single lines say


def frame_of(name: str, quantity: str, t: int = 8) -> glass.Frame:
    shown = glass.opened(run(name), t)
    assert shown
    return next(frame for frame in shown.frames if frame.name == quantity)


def test_momentum_is_decayed_and_grown():
    frame = frame_of("momentum", "d")
    past, new = frame.arrows
    assert (past.role, new.role) == ("past", "new")
    assert (past.latex, new.latex) == (r"\beta d_{t-1}", "g_{t}")
    assert frame.before is not None
    np.testing.assert_allclose((past.x, past.y), 0.9 * np.array(frame.before))


@pytest.mark.parametrize(
    ("name", "quantity", "terms"),
    [
        ("momentum", "d", ["g_{t}", r"\beta g_{t-1}", r"{\beta}^{2} g_{t-2}"]),
        (
            "momentum_v",
            "v",
            [r"- \eta g_{t}", r"\lambda \left(- \eta g_{t-1}\right)", r"{\lambda}^{2} \left(- \eta g_{t-2}\right)"],
        ),
    ],
)
def test_momentum_is_unrolled_in_both_forms(name, quantity, terms):
    one = run(name)
    frame = frame_of(name, f"{quantity} unrolled", 3)
    assert [arrow.latex for arrow in frame.arrows] == terms
    gradients = one.surface.gradient(one.theta[:3])[::-1]
    weights = 0.9 ** np.arange(3) * (1 if name == "momentum" else -one.optimizer.lr)
    np.testing.assert_allclose([(arrow.x, arrow.y) for arrow in frame.arrows], weights[:, None] * gradients, rtol=1e-12)
    assert frame.filled.count(r"0.81 \times") == 1
    late = frame_of(name, f"{quantity} unrolled", 60)
    assert late.arrows[-1].latex == r"\text{older}"
    assert len(late.arrows) == glass.UNROLLED + 1


def test_weight_decay_leads_to_the_origin():
    frame = frame_of("adamw", "theta")
    (decay,) = [arrow for arrow in frame.arrows if arrow.role == "decay"]
    assert decay.x * frame.at[1] == pytest.approx(decay.y * frame.at[0])
    assert decay.x * frame.at[0] < 0


def test_bias_correction_rescales():
    frame = frame_of("adam", "m_hat")
    assert frame.of == "m"
    assert f"{1 / (1 - 0.9**8):.3g} times" in frame.says


@pytest.mark.parametrize(("name", "ghost"), [("nesterov", "ahead"), ("sam", "worst")])
def test_a_gradient_hangs_where_it_was_taken(name, ghost):
    shown = glass.opened(run(name), 8)
    assert shown
    frames = {frame.glyph: frame for frame in reversed(shown.frames)}
    assert frames["ghost"].name == ghost
    assert frames["vector"].at == frames["ghost"].value


def test_whether_the_loss_fell_is_said():
    rose, fell = frame_of("momentum", "theta", 8), frame_of("adam", "theta", 8)
    assert "rises by" in rose.says
    assert "falls by" in fell.says


def test_a_run_without_an_update_has_nothing_to_open():
    assert glass.opened(run("adam"), 0) is None


def test_a_step_that_diverges_can_be_opened():
    e = edit.with_hyper(edit.with_start(edit.first_look("goldstein_price"), 8, 8), 0, "lr", 2.0)
    shown = glass.opened(record(e, e.racers[0]), 60)
    assert shown
    assert shown.t == 1
    assert "rises" in shown.frames[-1].says or "leaves the numbers" in shown.frames[-1].says


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_numbers_beyond_all_bounds_are_told_without_a_warning(name):
    huge = replace(SURFACES["bowl"], id="huge", expr=sp.Float("1e300") * (x**2 + 3 * y**2), minima=())
    e = replace(edit.with_steps(edit.first_look("bowl"), 3), racers=(), surface=huge, start=(0.5, 0.5))
    e = edit.added(e, name)
    shown = glass.opened(record(e, e.racers[0]), 3)
    assert shown
    assert all(frame.says for frame in shown.frames)


def test_one_scale_shows_every_racer():
    e = edit.default()
    longest = glass.reach(e, 57)
    for racer in e.racers:
        shown = glass.opened(record(e, racer), 57)
        assert shown
        for frame in shown.frames:
            if frame.glyph == "vector" and "unrolled" not in frame.name:
                assert math.hypot(*frame.value) <= longest
    assert glass.reach(replace(e, racers=()), 57) == 0.0


def test_mathml_refuses_what_it_does_not_know():
    with pytest.raises(KeyError):
        mathml(r"\href{javascript:alert(1)}{x}")
    assert mathml("a - b = -1").count("prefix") == 1  # a sign, not a subtraction
    assert "<script" not in mathml(r"\text{<script>}")
    assert re.search(r"<mfrac><mrow><mi.*>a</mi></mrow><mrow><mi.*>b</mi></mrow></mfrac>", mathml(r"\frac{a}{b}"))
