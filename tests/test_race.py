"""What the race says of each step: arrived, on a saddle, maximum, ridge or plateau; and the first screen's claims."""

from dataclasses import replace

import numpy as np
import pytest

from experiments import experiment as edit
from experiments import wording
from experiments.limits import Refused
from experiments.presets import preset_of
from experiments.race import ARRIVED, DIVERGED, MAXIMUM, MOVING, PLATEAU, RIDGE, SADDLE, eigenvalues, race, run_one
from experiments.settings import value
from optimizers import OPTIMIZERS
from surfaces import SURFACES, from_formula

GD = OPTIMIZERS["gradient_descent"]


def first_at(condition):
    return int(np.argmax(condition)) if condition.any() else None


def first_screen():
    return {racer.optimizer.id: run.trajectory for racer, run in race(edit.default())}


def test_the_first_screen_is_the_announced_one():
    e = edit.default()
    assert e.surface.id == "bounded_saddle"
    assert e.start == (1.6, 0.001)
    assert e.steps == 120
    assert [r.optimizer.id for r in e.racers] == ["gradient_descent", "momentum", "rmsprop", "adam"]
    assert wording.conditions(e) == "same start · 120 steps · η 0.05 for all"


def test_gradient_descent_lies_at_zero_as_if_it_had_arrived_then_falls():
    loss = first_screen()["gradient_descent"].loss[:, 0]
    shelf = np.flatnonzero(np.abs(loss) < 0.05)
    assert (shelf[0], shelf[-1], len(shelf)) == (19, 56, 38)
    assert loss[120] == pytest.approx(-1, abs=1e-3)


@pytest.mark.parametrize(("name", "step"), [("gradient_descent", 76), ("momentum", 27), ("rmsprop", 9), ("adam", 20)])
def test_when_each_racer_leaves_the_ridge(name, step):
    assert first_at(np.abs(first_screen()[name].theta[:, 0, 1]) > 1) == step


def test_rmsprop_rattles_for_ever():
    late = run_one(OPTIMIZERS["rmsprop"](lr=0.05), SURFACES["bounded_saddle"], (1.6, 0.001), 2000)
    last = late.trajectory.theta[-40:, 0]
    assert np.ptp(last[:, 0]) == pytest.approx(0.05, rel=1e-3)  # to and fro by η, for ever


def test_a_start_on_the_other_side_of_the_ridge_flips_every_end():
    for y, end in ((0.001, 2**0.5), (-0.001, -(2**0.5))):
        e = edit.with_start(edit.default(), 1.6, y)
        for _, run in race(e):
            assert run.trajectory.theta[-1, 0, 1] == pytest.approx(end, abs=0.15)


def status_at_end(optimizer, surface, start, steps):
    return int(run_one(optimizer, SURFACES[surface], start, steps).status[-1])


def test_the_exact_ridge_is_a_saddle_and_never_an_arrival():
    for name in ("gradient_descent", "momentum", "nesterov", "adam"):
        run = run_one(OPTIMIZERS[name](lr=0.05), SURFACES["bounded_saddle"], (1.6, 0.0), 2000)
        assert run.status[-1] == SADDLE, name
        assert ARRIVED not in run.status, name


def test_arrived_on_a_minimum_and_not_while_still_moving():
    run = run_one(GD(lr=0.05), SURFACES["bounded_saddle"], (1.6, 0.001), 400)
    assert run.status[0] == MOVING
    assert run.status[-1] == ARRIVED
    assert SADDLE not in run.status  # it passes the saddle with a slope of 0.094


TOP = (-0.270844591, -0.923038552)  # of Himmelblau's hill in the middle


def test_on_a_maximum_every_direction_leads_down():
    assert status_at_end(GD(lr=1e-4), "himmelblau", TOP, 20) == MAXIMUM


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("-x^2 - y^2", MAXIMUM),
        ("-x^2 - 0.01*y^2", MAXIMUM),
        ("y^2 - x^2", SADDLE),
        ("x*y", SADDLE),
        ("-x^2", RIDGE),  # one eigenvalue is zero: it is level along y, for ever
        ("-x^2 + 0.0001*y^2", RIDGE),  # as good as level
        ("-x^2 + y^4", RIDGE),  # the curvature cannot tell
        ("x^3 - 3*x*y^2", PLATEAU),  # the monkey saddle has no curvature at all
        ("-x^4 - y^4", PLATEAU),
        ("x^2", ARRIVED),  # a trough: no way down
        ("x^2 + y^2", ARRIVED),
    ],
)
def test_what_is_said_where_the_gradient_is_zero(text, status):
    run = run_one(GD(lr=0.1), from_formula(text), (0.0, 0.0), 20)
    assert run.status[-1] == status


def test_who_only_hits_a_maximum_with_a_long_step_is_not_on_it():
    path = run_one(GD(lr=3 * np.pi / 16), from_formula("8cos(x) - y^2"), (np.pi / 2, 0.0), 1)
    assert path.trajectory.theta[1, 0] == pytest.approx([2 * np.pi, 0])
    assert path.gradient_norm[1] < 1e-9
    assert path.status[1] == MOVING


def test_a_plateau_is_no_arrival():
    assert status_at_end(GD(lr=0.05), "easom", (-1.0, -1.0), 50) == PLATEAU


def test_what_left_the_domain_did_not_diverge_for_the_rate():
    """log(x) curves downwards: whatever the rate, the run falls to x = 0 and beyond."""
    run = run_one(GD(lr=0.05), from_formula("log(x) + 30*y**2"), (0.3, 0.1), 100)
    assert run.trajectory.undefined[0]
    assert run.remark == ""


def test_divergence_names_the_product_that_explains_it():
    surface = SURFACES["ravine"].replace(kappa=10.0)
    run = run_one(GD(lr=0.25), surface, (-3.0, 1.5), 200)
    end = run.trajectory.diverged_at[0]
    assert run.status[-1] == DIVERGED
    assert run.status[end - 1] != DIVERGED
    assert run.remark == "η·λmax = 2.5 > 2 at step 0"
    stable = run_one(GD(lr=0.19), surface, (-3.0, 1.5), 200)
    assert stable.trajectory.diverged_at[0] == -1
    assert stable.remark == ""


def test_eigenvalues_are_numpys():
    rng = np.random.default_rng(0)
    a = rng.normal(size=(50, 2, 2))
    symmetric = a + a.swapaxes(1, 2)
    low, high = eigenvalues(symmetric)
    np.testing.assert_allclose(np.stack([low, high], 1), np.linalg.eigvalsh(symmetric), rtol=1e-9, atol=1e-12)


def test_racers_that_are_off_do_not_run_and_slots_stay():
    e = edit.toggled(edit.default(), 1)
    assert [racer.slot for racer, _ in race(e)] == [0, 2, 3]
    e = edit.added(edit.removed(e, 1), "adamw")
    assert [r.slot for r in e.racers] == [0, 2, 3, 1]


def test_the_same_optimizer_may_race_twice():
    e = edit.with_hyper(edit.duplicated(edit.default(), 3), 4, "beta1", 0.5)
    runs = {racer.slot: run for racer, run in race(e)}
    assert not np.array_equal(runs[3].trajectory.theta, runs[4].trajectory.theta)


def test_a_full_race_takes_no_more():
    e = edit.default()
    for _ in range(4):
        e = edit.added(e, "adam")
    with pytest.raises(Refused, match="at most 8"):
        edit.added(e, "adam")


def test_conditions_tell_when_rates_differ():
    e = edit.with_hyper(edit.default(), 0, "lr", 0.1)
    assert "η differs" in wording.conditions(e)
    assert "η 0.2 for all" in wording.conditions(edit.with_rate_for_all(e, 0.2))
    nobody = replace(e, racers=())
    assert "no racer" in wording.conditions(nobody)


def test_another_surface_keeps_the_racers():
    e = edit.with_hyper(edit.added(edit.default(), "adamw"), 4, "beta1", 0.5)
    there = edit.with_surface(e, "rosenbrock")
    assert [type(r.optimizer) for r in there.racers] == [type(r.optimizer) for r in e.racers]
    assert value(there.racers[4].optimizer, "beta1") == 0.5
    assert there.start == SURFACES["rosenbrock"].starts[0]


def test_another_surface_comes_with_its_own_race_if_nothing_was_changed():
    looked_at = replace(edit.default(), speed=2.0, strip="log")
    assert edit.with_surface(looked_at, "plateau") == replace(edit.first_look("plateau"), speed=2.0, strip="log")


def test_a_rate_that_was_set_by_hand_stays_on_another_surface():
    e = edit.with_hyper(edit.default(), 1, "lr", 0.033)
    there = edit.with_surface(e, "rosenbrock")
    usual = [r.optimizer.lr for r in edit.first_look("rosenbrock").racers]
    assert [r.optimizer.lr for r in there.racers] == [usual[0], 0.033, *usual[2:]]
    tied = edit.with_surface(edit.with_hyper(edit.with_one_rate(e, True), 0, "lr", 0.02), "rosenbrock")
    assert {r.optimizer.lr for r in tied.racers} == {0.02}


def test_rates_that_are_tied_move_together():
    e = edit.with_one_rate(edit.added(edit.default(), "sam"), True)
    e = edit.with_hyper(e, 4, "inner.lr", 0.125)
    e = edit.added(edit.with_hyper(e, 3, "beta1", 0.5), "adagrad")
    assert {r.optimizer.lr for r in e.racers} == {0.125}
    assert value(e.racers[3].optimizer, "beta1") == 0.5
    assert {r.optimizer.lr for r in edit.with_hyper(edit.with_one_rate(e, False), 0, "lr", 0.5).racers} == {0.5, 0.125}


def test_the_surfaces_own_race_comes_back():
    e = edit.with_noise(edit.with_hyper(edit.first_look("ravine"), 0, "lr", 0.2), 1.0)
    assert not edit.is_first_look(e)
    assert edit.with_preset(replace(e, speed=4.0)) == replace(edit.first_look("ravine"), speed=4.0)


def test_a_valley_floor_is_no_saddle():
    """On a curve of minima a tiny residual bends the floor down by as little: that is no way down."""
    run = run_one(OPTIMIZERS["adam"](lr=0.15), SURFACES["linear_net"], (3.0, 0.2), 400)
    assert SADDLE not in run.status


def test_a_wrapper_gets_the_rate_of_what_it_wraps():
    e = edit.with_inner_of(edit.added(edit.first_look("rosenbrock"), "sam"), 4, "adam")
    there = edit.with_surface(e, "rastrigin")
    assert there.racers[4].optimizer.lr == next(r for r in there.racers if r.optimizer.id == "adam").optimizer.lr


def test_a_surface_without_a_preset_opens_all_the_same():
    stranger = replace(SURFACES["bowl"], id="stranger")
    assert preset_of(stranger).start == stranger.starts[0]


def test_a_racer_that_falls_for_ever_stands_nowhere():
    """The slope is small beside |f| there, but steps that cross the map are no standing."""
    run = run_one(OPTIMIZERS["momentum"](lr=0.02), SURFACES["monkey_saddle"], (1.0, 0.03), 60)
    assert np.abs(run.trajectory.loss[: run.trajectory.diverged_at[0], 0]).max() > 1e12
    assert set(run.status) == {MOVING, DIVERGED}


def test_what_happens_on_the_way_is_told_with_its_step():
    e = replace(edit.first_look("himmelblau"), racers=(), start=(0.5, -1.0))
    e = edit.added(edit.added(edit.with_steps(e, 200), "swats"), "adam")
    (_, swats), (_, adam) = race(edit.with_rate_for_all(e, 0.05))
    assert [(event.t, event.says) for event in swats.events] == [
        (99, "SGD from step 99 on, Λ = 0.00331 (our tolerance ρ)")
    ]
    assert adam.events == ()


def test_bias_correction_is_a_switch_that_keeps_the_settings():
    e = edit.with_hyper(edit.default(), 3, "beta1", 0.5)
    without = edit.with_switch(e, 3)
    rule = without.racers[3].optimizer
    assert (rule.id, value(rule, "beta1"), rule.lr) == ("adam_uncorrected", 0.5, 0.05)
    assert edit.with_switch(without, 3) == e
    with pytest.raises(Refused, match="Momentum has nothing to switch"):
        edit.with_switch(e, 1)
